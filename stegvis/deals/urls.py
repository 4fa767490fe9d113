"""Addresses of deals, below /w/<slug>/."""

from django.urls import path

from stegvis.deals.views import (
    board,
    cells,
    deal,
    deal_acts,
    deal_evidence,
    deal_facts,
    deal_lines,
    deal_new,
    deal_people,
    lost_reasons,
    moves,
    process_editor,
    process_start,
    products,
)
from stegvis.deals.views import list as listing

app_name = "deals"
urlpatterns = [
    path("processes/new/", process_start.new_process, name="new_process"),
    path("processes/<int:pk>/edit/", process_editor.process_editor, name="process_editor"),
    path("processes/<int:pk>/draft/", process_editor.process_draft, name="process_draft"),
    path("processes/<int:pk>/foresight/", process_editor.process_foresight, name="process_foresight"),
    path("processes/<int:pk>/deletion/", process_editor.process_deletion, name="process_deletion"),
    path("settings/lost-reasons/", lost_reasons.lost_reasons, name="lost_reasons"),
    path("settings/lost-reasons/<int:pk>/", lost_reasons.lost_reason, name="lost_reason"),
    path("settings/lost-reasons/<int:pk>/place/", lost_reasons.lost_reason_place, name="lost_reason_place"),
    path("settings/lost-reasons/<int:pk>/archive/", lost_reasons.lost_reason_archive, name="lost_reason_archive"),
    path("settings/products/", products.products, name="products"),
    path("settings/products/<int:pk>/", products.product, name="product"),
    path("settings/products/<int:pk>/deletion/", products.product_deletion, name="product_deletion"),
    path("deals/", board.board, name="board"),
    path("deals/list/", listing.deal_list, name="list"),
    path("deals/stages/<int:stage>/cards/", board.cards, name="cards"),
    path("deals/<int:pk>/moves/", moves.moves, name="moves"),
    path("deals/new/", deal_new.new_deal, name="new"),
    path("deals/new/reading/", deal_new.reading, name="reading"),
    path("deals/new/people/", deal_new.people, name="new_people"),
    path("deals/<int:pk>/", deal.deal_page, name="deal"),
    path("deals/<int:pk>/cells/<slug:column>/", cells.cell, name="cell"),
    path("deals/<int:pk>/facts/<slug:name>/", deal_facts.fact, name="fact"),
    path("deals/<int:pk>/facts/<slug:name>/history/", deal_facts.fact_history, name="fact_history"),
    path("deals/<int:pk>/evidence/<int:criterion>/", deal_evidence.evidence, name="evidence"),
    path("deals/<int:pk>/ticks/<int:tick>/withdrawal/", deal_evidence.withdrawal, name="withdrawal"),
    path("deals/<int:pk>/products/", deal_lines.lines, name="lines"),
    path("deals/<int:pk>/people/", deal_people.people, name="people"),
    path("deals/<int:pk>/people/found/", deal_people.found, name="people_found"),
    path("deals/<int:pk>/people/<int:person>/part/", deal_people.part, name="part"),
    path("deals/<int:pk>/people/<int:person>/removal/", deal_people.removal, name="person_removal"),
    path("deals/<int:pk>/copies/", deal_acts.copies, name="copies"),
    path("deals/<int:pk>/next/", deal_acts.next_deals, name="next_deals"),
    path("deals/<int:pk>/deletion/", deal_acts.deletion, name="deletion"),
]
