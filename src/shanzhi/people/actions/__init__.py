"""Every write about people: one function, one transaction, one audit record each.

`by` is who acts (`SYSTEM` for the program itself). Each raises `Denied` without the right, and `BadInput` with
a sentence for what cannot be taken; then nothing is written.
"""

from shanzhi.people.actions.accounts import (
    close_account,
    open_account,
    reset_password,
    reset_second_factor,
    unlock_account,
)
from shanzhi.people.actions.administrators import (
    ask_for_account,
    ask_for_new_account,
    confirm_request,
    draw_password,
    refuse_request,
)
from shanzhi.people.actions.consents import record_consent, withdraw_consent
from shanzhi.people.actions.household_changes import (
    merge_households,
    move_whole_household,
    split_household,
)
from shanzhi.people.actions.households import (
    add_household,
    close_household,
    move_household,
    set_household,
)
from shanzhi.people.actions.organizations import (
    add_licence,
    add_organization,
    close_organization,
    end_licence,
    set_organization,
)
from shanzhi.people.actions.owners import correct_area, set_owners, take_area
from shanzhi.people.actions.persons import (
    add_person,
    correct_death,
    mark_deceased,
    move_out,
    move_person,
    rename_person,
    set_contact,
    set_guardian,
)
from shanzhi.people.actions.posts import assign_post, end_post
from shanzhi.people.actions.rosters import import_people

__all__ = [
    "add_household",
    "add_licence",
    "add_organization",
    "add_person",
    "ask_for_account",
    "ask_for_new_account",
    "assign_post",
    "close_account",
    "close_household",
    "close_organization",
    "confirm_request",
    "correct_area",
    "correct_death",
    "draw_password",
    "end_licence",
    "end_post",
    "import_people",
    "mark_deceased",
    "merge_households",
    "move_household",
    "move_out",
    "move_person",
    "move_whole_household",
    "open_account",
    "record_consent",
    "refuse_request",
    "rename_person",
    "reset_password",
    "reset_second_factor",
    "set_contact",
    "set_guardian",
    "set_household",
    "set_organization",
    "set_owners",
    "split_household",
    "take_area",
    "unlock_account",
    "withdraw_consent",
]
