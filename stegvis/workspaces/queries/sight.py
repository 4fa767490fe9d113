"""The changes of who may see which deal: what was told before one of them may not be told again after it."""

from django.db.models import BooleanField, OuterRef
from django.db.models.expressions import RawSQL

from stegvis.core.json_rows import JsonRows
from stegvis.workspaces.models import FieldChange

# More than the newest one: of two at once the earlier may be committed last.
LAST_SEEN = 20
# In words of the index, as they stand there: a database that plans without knowing the values would not use it.
OF_SIGHT = RawSQL("(kind = 'deal' AND field IN ('named', 'owner', 'private'))", (), BooleanField())
# The newest of them in the workspace of a row, beside it.
SIGHT = JsonRows(
    FieldChange.objects.filter(OF_SIGHT, workspace=OuterRef("workspace")).order_by("-id")[:LAST_SEEN], id="id"
)
