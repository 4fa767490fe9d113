"""A passkey is added, and opens the workspace without a password."""

from stegvis.testing.builders import PASSWORD


def test_a_passkey_is_added_and_signs_in(desktop_page, site, alice, process):
    page = desktop_page
    # Browsers know passkeys by name, not by the number of a machine.
    here = site.replace("127.0.0.1", "localhost")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{here}/accounts/login/")
    page.get_by_label("Email").fill(alice.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/w/granfors/**")
    page.goto(f"{here}/w/granfors/settings/sign-in/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name of the device").fill("My laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_text("My laptop").wait_for()
    # Nothing of the page may still ask while its cookies go.
    page.goto("about:blank")
    page.context.clear_cookies()
    page.goto(f"{here}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/w/granfors/**")
