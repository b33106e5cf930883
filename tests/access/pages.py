"""Pages for everybody, of results, of accounts and of answers."""

from __future__ import annotations

from tests.access.people import (
    FACTOR,
    FORBIDDEN,
    MISSING,
    OPEN,
    Rule,
    answering,
    everybody,
    give,
    results,
    signed_in,
)

PAGES = {
    "home": Rule(everybody()),
    "accessibility": Rule(everybody()),
    "manifest": Rule(everybody()),
    "offline": Rule(everybody()),
    "service-worker": Rule(everybody()),
    "dashboard": Rule(results() | give(OPEN, "analyst_elsewhere")),
    "dashboard-unit": Rule(results(), "code"),
    "dashboard-items": Rule(results(), "code"),
    "dashboard-item": Rule(results(), "code scored"),
    "dashboard-number": Rule(results() | give(MISSING, "analyst", "analyst_here", "reader", "administrator"), "code"),
    "dashboard-context": Rule(results(), "code"),
    "dashboard-progress": Rule(results(), "code"),
    "dashboard-csv": Rule(results(), "code"),
    "dashboard-xlsx": Rule(results(), "code"),
    "dashboard-report": Rule(results(), "code"),
}
ACCOUNTS = {
    "login": Rule(everybody()),
    "account_login": Rule(everybody()),
    "logout": Rule(everybody()),
    "account_logout": Rule(everybody()),
    "account_inactive": Rule(everybody()),
    "account_signup": Rule(everybody(MISSING)),
    "account_reset_password": Rule(everybody()),
    "account_reset_password_done": Rule(everybody()),
    "account_reset_password_from_key": Rule(everybody(), "uid key"),
    "account_reset_password_from_key_done": Rule(everybody()),
    # Without a first step behind it, the second leads back to the first.
    "mfa_authenticate": Rule(signed_in()),
    "mfa_login_webauthn": Rule(signed_in()),
    "mfa_index": Rule(signed_in()),
    "account_reauthenticate": Rule(signed_in()),
    "mfa_reauthenticate": Rule(signed_in()),
    "mfa_reauthenticate_webauthn": Rule(signed_in()),
    "account_change_password": Rule(signed_in()),
    "account_set_password": Rule(signed_in()),
    "mfa_activate_totp": Rule(signed_in()),
    "mfa_deactivate_totp": Rule(signed_in(MISSING) | give(OPEN, "administrator", "staff")),
    "mfa_view_recovery_codes": Rule(signed_in(MISSING)),
    "mfa_generate_recovery_codes": Rule(signed_in()),
    "mfa_download_recovery_codes": Rule(signed_in(MISSING)),
    "mfa_list_webauthn": Rule(signed_in()),
    "mfa_add_webauthn": Rule(signed_in()),
    # Somebody else's: asked to confirm first, then not found.
    "mfa_edit_webauthn": Rule(signed_in(), "passkey"),
    "mfa_remove_webauthn": Rule(signed_in(), "passkey"),
    "openid_connect_login": Rule(everybody(MISSING), "provider", is_posted=True),
    "openid_connect_callback": Rule(everybody(MISSING), "provider"),
}
# Pages of the respondent's own: those to whom chapters were delegated do not find them.
OWN = answering("respondent") | give(FORBIDDEN, "delegate")
SHARED = answering("respondent", "delegate")
NOT_DELEGATED = answering("respondent") | give(MISSING, "delegate")

ANSWERS = {
    "round-start": Rule(everybody(), "code"),
    "link-start": Rule(everybody(FORBIDDEN)),  # nobody came by a link just now
    "answer-link": Rule(everybody(MISSING), "forged"),
    "response": Rule(SHARED, "response"),
    "response-link": Rule(OWN, "response"),
    "response-state": Rule(SHARED, "response"),
    "response-leave": Rule(SHARED, "response", is_posted=True),
    "response-profile": Rule(NOT_DELEGATED, "response"),
    "response-check": Rule(OWN, "response"),
    "response-receipt": Rule(OWN, "response"),
    "response-copy": Rule(OWN, "response"),
    "response-delegate": Rule(OWN, "response"),
    "response-delegate-withdraw": Rule(OWN, "response delegated", is_posted=True),
    "response-done": Rule(SHARED, "response"),
    "response-remarks": Rule(OWN, "response"),
    "response-remark": Rule(OWN | give(MISSING, "respondent"), "response card", is_posted=True),  # nobody asked her
    "response-table": Rule(SHARED, "response table"),
    "response-entry-new": Rule(NOT_DELEGATED, "response entries"),
    "response-entry": Rule(NOT_DELEGATED, "response entries number"),
    "response-entry-remove": Rule(NOT_DELEGATED, "response entries number"),
    "response-evidence": Rule(SHARED, "response"),
    "response-evidence-new": Rule(SHARED, "response"),
    "response-evidence-edit": Rule(SHARED, "response evidence"),
    "response-evidence-remove": Rule(SHARED, "response evidence"),
    # This piece is a link without a file: whoever may see it finds none, the others are refused.
    "response-evidence-file": Rule(
        answering()
        | give(MISSING, "respondent", "delegate", "reviewer", "coordinator", "administrator")
        | give(FACTOR, "bare"),
        "response evidence",
    ),
    # People in a workshop have a code, and no account.
    "join": Rule(everybody()),
    "join-workshop": Rule(everybody(), "join"),
    "join-changed": Rule(everybody(MISSING), "join"),  # nobody sits there yet
    "join-vote": Rule(everybody(), "join", is_posted=True),
    "join-seat": Rule(everybody(MISSING), "join forged"),
    "unsubscribe": Rule(everybody(MISSING), "token"),
}
