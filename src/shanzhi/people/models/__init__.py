"""What is kept about people: who they are, where they live, what they hold, how they sign in."""

from shanzhi.people.models.access import Account, Lockout, Token
from shanzhi.people.models.administrators import AccountRequest
from shanzhi.people.models.bodies import Licence, Organization, RoleLabel
from shanzhi.people.models.corrections import Correction
from shanzhi.people.models.ground import Household, Ownership, Person, Post, PostsVersion
from shanzhi.people.models.keys import KeyPrint
from shanzhi.people.models.one_time import OneTime
from shanzhi.people.models.sent import SentRequest
from shanzhi.people.models.trace import AuditHead, AuditRecord, Consent, Look, LookApproval

__all__ = [
    "Account",
    "AccountRequest",
    "AuditHead",
    "AuditRecord",
    "Consent",
    "Correction",
    "Household",
    "KeyPrint",
    "Licence",
    "Lockout",
    "Look",
    "LookApproval",
    "OneTime",
    "Organization",
    "Ownership",
    "Person",
    "Post",
    "PostsVersion",
    "RoleLabel",
    "SentRequest",
    "Token",
]
