"""What the deal page and the side panel show, in a fixed number of queries."""

from stegvis.deals.queries.deal_page.page import DealPage, get_page_deal, read_deal_page, read_story

__all__ = ["DealPage", "get_page_deal", "read_deal_page", "read_story"]
