"""A member of staff about themselves: for the matching alone, and on no other page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beside.desk import hints
from beside.desk.forms.profile import ProfileForm, initial
from beside.people import actions as people
from beside.people.doors import staff_only
from beside.people.models import AT_THE_DESK, Person, Qualification


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*AT_THE_DESK)
def profile(request: HttpRequest, person: Person) -> HttpResponse:
    """Subjects, experience, gender; below them what is written down about one's training."""
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial(person))
    if form.is_valid():
        people.choose_profile(person=person, **form.cleaned_data)
        hints.desk_changed()
        messages.success(request, _("Kept. It counts from the next person on."))
        return redirect("desk:profile")
    record = Qualification.objects.filter(person=person).first()
    facts = {"form": form, "record": record, "person": person}
    return render(request, "desk/before/profile.html", facts, status=422 if form.errors else 200)
