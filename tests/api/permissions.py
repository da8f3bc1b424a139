#!/usr/bin/env python3
"""tests/api/permissions.py: every route × every role × inside and outside of the role's part of the tree.

    permissions.py [--program build/tongke] [--db postgresql://…] [--verbose]

The routes are those that `tongke routes` prints: one without a line in PLANS below fails, so nobody forgets to say what it
needs. In a demo city two districts are built alike, 甲 and 乙: school, unit, people, course, class, timetable, groups,
leave, ledgers, accounts. For each role somebody of district 甲 is given that role there, and asks each route twice, with
the things of 甲 and with those of 乙. MATRIX is what people were promised and is written down here once more, by hand: a
change in src/api/perm.c must be made here, too. Closes with "N passed, N failed", one count a cell.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from scenario import client, server  # noqa: E402

API = "/api/v1"
PASSWORD = "long-enough-1"
FIRST = "first-password-1"
DEMO = "tongke-demo-2026"

LOOK = "org_read course_read "
RUN_CLASS = ("class_read class_edit class_confirm enrol_edit roll_read roll_mark roll_correct leave_decide live_teach "
             "live_staff ")
MATRIX = {
    "sysadmin": "system_read account_edit account_read org_read person_read",
    "secadmin": "role_grant account_read org_read",
    "auditor": "audit_read account_read org_read",
    "office": LOOK + RUN_CLASS + "org_edit person_read person_edit course_edit ledger_read ledger_reverse norm_edit "
                                 "board_read enrol_confirm dispatch_read dispatch_edit",
    "school_admin": LOOK + RUN_CLASS + "person_read person_edit course_edit ledger_read ledger_reverse board_read dispatch_read",
    "class_manager": LOOK + RUN_CLASS + "person_read",
    "teacher": LOOK + "course_edit class_read live_teach live_staff roll_read",
    "site_leader": LOOK + "class_read roll_read roll_mark live_staff",
    "liaison": LOOK + "person_read class_read enrol_confirm ledger_read board_read",
    "learner": LOOK,
}
MATRIX = {role: set(perms.split()) for role, perms in MATRIX.items()}

# What may follow: "by perm" (the permission of the route decides: inside yes, outside no), "list" (a list that is bounded by
# itself: the other district must not show), "own" (only what is the caller's: any answer but a refusal, and nothing of the
# other district), "open" (the same for everybody), or the name of the permission that opens somebody else's record.
# Then the body, with {names} of things of the district asked about.
PLANS = {
    "GET /openapi.json": ("open",),
    "GET /demo": ("open",),
    "GET /orgs": ("list",),
    "GET /orgs/tree": ("list",),
    "GET /orgs/{org_id}": ("by perm",),
    "POST /orgs": ("by perm", {"parent_id": "{org}", "name": "新单位", "kind": "unit", "level": "district"}),
    "PUT /orgs/{org_id}": ("by perm", {"name": "{name}"}),
    "GET /orgs/{org_id}/move": ("by perm",),
    "POST /orgs/{org_id}/move": ("by perm", {"parent_id": "{org}", "reason": "移到自己之下，总会被拒绝"}),
    "GET /people": ("list",),
    "POST /people": ("by perm", {"org_id": "{unit}", "name": "新人"}),
    "POST /people/match": ("by perm", {"lines": ["张三"], "under": "{org}"}),
    "GET /people/{person_id}": ("person_read",),
    "PUT /people/{person_id}": ("by perm", {"name": "{name}人"}),
    "GET /people/{person_id}/ranks": ("person_read",),
    "POST /people/{person_id}/ranks": ("by perm", {"rank_code": "section_deputy", "from_on": "{today}"}),
    "POST /people/{person_id}/transfer": ("by perm", {"org_id": "{unit}", "from_on": "{today}"}),
    "GET /ranks": ("open",),
    "GET /audiences": ("open",),
    "POST /session": ("sign in", {"login": "nobody-at-all", "password": "wrong"}),
    "GET /session": ("own",),
    "DELETE /session": ("own",),
    "POST /session/password": ("own", {"old": "wrong", "password": "another-one-2"}),
    "GET /accounts": ("list",),
    "GET /accounts/{account_id}": ("by perm",),
    "POST /accounts": ("by perm", {"person_id": "{person}", "login": "new-{number}", "password": FIRST}),
    "PUT /accounts/{account_id}": ("by perm", {"state": "active"}),
    "POST /accounts/{account_id}/password": ("by perm", {"password": FIRST}),
    "GET /accounts/{account_id}/roles": ("by perm",),
    "POST /accounts/{account_id}/roles": ("by perm", {"role": "learner", "org_id": "{school}"}),
    "DELETE /roles/{role_id}": ("by perm",),
    "GET /session/factor": ("own",),
    "POST /session/factor": ("own",),
    "POST /session/factor/confirm": ("own", {"code": "000000"}),
    "POST /session/factor/off": ("own", {"code": "000000"}),
    "DELETE /accounts/{account_id}/factor": ("by perm",),
    "GET /oidc/providers": ("open",),
    "POST /oidc/start": ("secret", {"provider": "none"}),
    "POST /oidc/answer": ("secret", {"ticket": "none", "state": "none"}),
    "POST /oidc/session": ("secret", {"ticket": "none"}),
    "POST /oidc/link": ("secret", {"ticket": "none", "login": "nobody-at-all", "password": "wrong"}),
    "GET /session/sign-out": ("own",),
    "GET /session/identities": ("own",),
    "DELETE /session/identities/{identity_id}": ("not theirs",),
    "GET /accounts/{account_id}/identities": ("by perm",),
    "POST /accounts/{account_id}/identities": ("by perm", {"provider": "none", "subject": "x"}),
    "DELETE /identities/{identity_id}": ("nobody here",),
    "GET /access": ("list of role_grant or audit_read",),
    "GET /access/people": ("list of role_grant or audit_read",),
    "GET /access/people/{person_id}": ("role_grant or audit_read",),
    "GET /access/people/{person_id}/duties": ("role_grant or audit_read",),
    "GET /access/orgs/{org_id}": ("role_grant or audit_read",),
    "GET /access/routes": ("account_read anywhere",),
    "GET /my/data": ("own",),
    "POST /my/data": ("own",),
    "GET /my/corrections": ("own",),
    "POST /my/corrections": ("own", {"about": "profile", "field": "职务", "right_value": "主任", "evidence": "任职文件"}),
    "GET /corrections": ("list",),
    "POST /corrections/{correction_id}/answer": ("by perm", {"state": "accepted", "answer": "测试"}),
    "GET /retention": ("nobody here",),
    "POST /retention": ("nobody here", {"code": "job", "from_on": "{today}", "days": 100, "source": "测试"}),
    "GET /my/access": ("own",),
    "GET /my/access/duties": ("own",),
    "GET /mail-queue": ("nobody here",),
    "POST /mail-queue/due": ("nobody here",),
    "GET /policies": ("nobody here",),
    "POST /policies": ("nobody here", {"code": "lock_minutes", "from_on": "{later}", "value_int": 15, "source": "x"}),
    "GET /audit": ("list",),
    "GET /audit/chapter": ("nobody here",),
    "GET /jobs": ("own",),
    "GET /jobs/{job_id}": ("not theirs",),
    "DELETE /jobs/{job_id}": ("not theirs",),
    "GET /courses": ("list",),
    "POST /courses": ("by perm", {"org_id": "{school}", "title": "新课", "kind": "theory", "hours": 3}),
    "GET /courses/{course_id}": ("by perm",),
    "PUT /courses/{course_id}": ("by perm", {"org_id": "{school}", "title": "{name}课", "kind": "theory", "hours": 3}),
    "GET /courses/{course_id}/shares": ("by perm",),
    "POST /courses/{course_id}/shares": ("by perm", {"org_id": "{school}", "on": True}),
    "GET /programmes": ("list",),
    "POST /programmes": ("by perm", {"org_id": "{school}", "title": "新方案"}),
    "GET /programmes/{programme_id}": ("by perm",),
    "PUT /programmes/{programme_id}": ("by perm", {"org_id": "{school}", "title": "{name}方案"}),
    "GET /programmes/{programme_id}/shares": ("by perm",),
    "POST /programmes/{programme_id}/shares": ("by perm", {"org_id": "{school}", "on": True}),
    "GET /media": ("list",),
    "POST /media": ("by perm", {"org_id": "{school}", "title": "录像", "kind": "video", "path": "none/{number}.mp4"}),
    "GET /classes": ("list",),
    "GET /my/classes": ("own",),
    "GET /classes/shared": ("list",),
    "POST /classes": ("by perm", {"org_id": "{school}", "title": "新班", "starts_on": "{today}", "ends_on": "{today}",
                                  "seats_max": 10}),
    "GET /classes/{class_id}": ("by perm",),
    "PUT /classes/{class_id}": ("by perm", {"org_id": "{school}", "title": "{name}班", "starts_on": "{today}",
                                            "ends_on": "{later}", "seats_max": 50}),
    "POST /classes/{class_id}/state": ("by perm", {"state": "open"}),
    "GET /classes/{class_id}/runs": ("by perm",),
    "POST /classes/{class_id}/runs": ("by perm", {"org_id": "{school}", "starts_on": "{today}", "ends_on": "{later}"}),
    "GET /classes/{class_id}/shares": ("by perm",),
    "POST /classes/{class_id}/shares": ("by perm", {"org_id": "{unit}", "on": True}),
    "GET /classes/{class_id}/staff": ("by perm",),
    "POST /classes/{class_id}/staff": ("by perm", {"person_id": "{person}", "duty": "assistant"}),
    "GET /classes/{class_id}/sites": ("by perm",),
    "POST /classes/{class_id}/sites": ("by perm", {"org_id": "{school}", "seats": 40}),
    "GET /classes/{class_id}/quotas": ("by perm",),
    "PUT /classes/{class_id}/quotas": ("by perm", {"items": [{"org_id": "{unit}", "seats_min": 0, "seats_max": 9}]}),
    "GET /classes/{class_id}/enrolments": ("by perm",),
    "POST /classes/{class_id}/enrolments": ("enrol_edit or enrol_confirm", {"person_ids": ["{person}"], "dry_run": True}),
    "POST /classes/{class_id}/enrolments/assign": ("by perm", {"enrolment_ids": ["{enrolment}"], "site_id": "{site}"}),
    "POST /enrolments/{enrolment_id}/state": ("enrol_edit or enrol_confirm", {"state": "confirmed"}),
    "GET /enrolments/{enrolment_id}/events": ("by perm",),
    "GET /my/enrolments": ("own",),
    "GET /units/enrolments": ("list",),
    "GET /classes/{class_id}/sessions": ("by perm",),
    "GET /classes/{class_id}/sessions/offers": ("by perm",),
    "POST /classes/{class_id}/sessions": ("by perm", {"kind": "lecture", "title": "课", "starts_at": "{far}T01:00:00Z",
                                                      "ends_at": "{far}T02:00:00Z", "hours": 1}),
    "POST /classes/{class_id}/sessions/draft": ("by perm", {"save": False}),
    "GET /classes/{class_id}/conflicts": ("by perm",),
    "GET /sessions/{session_id}": ("by perm",),
    "PUT /sessions/{session_id}": ("by perm", {"kind": "lecture", "title": "改", "starts_at": "{today}T01:00:00Z",
                                               "ends_at": "{today}T01:50:00Z", "hours": 1, "live": True}),
    "DELETE /sessions/{session_id}": ("by perm",),
    "GET /rooms": ("list",),
    "POST /rooms": ("by perm", {"org_id": "{school}", "name": "教室{number}"}),
    "PUT /rooms/{room_id}": ("by perm", {"org_id": "{school}", "name": "{name}教室"}),
    "GET /calendar": ("list",),
    "GET /classes/{class_id}/events": ("by perm",),
    "GET /classes/{class_id}/groups": ("by perm",),
    "PUT /classes/{class_id}/groups": ("by perm", {"items": [{"id": "{group}", "name": "一组"}]}),
    "POST /classes/{class_id}/groups/deal": ("by perm", {"size": 5}),
    "GET /sessions/{session_id}/minutes": ("by perm",),
    "GET /groups/{group_id}/minutes/{session_id}": ("by perm",),
    "PUT /groups/{group_id}/minutes/{session_id}": ("by perm", {"text": "纪要"}),
    "POST /groups/{group_id}/minutes/{session_id}/sign": ("by perm", {}),
    "GET /rules": ("own",),
    "POST /rules": ("by perm", {"code": "report_days", "org_id": "{org}", "value_int": 3, "from_on": "{later}",
                                "source": "测试"}),
    "GET /people/{person_id}/ledger": ("ledger_read",),
    "GET /people/{person_id}/ledger/balance": ("ledger_read",),
    "GET /people/{person_id}/ledger/summary": ("ledger_read",),
    "GET /ledger/export": ("list",),
    "POST /people/{person_id}/ledger": ("by perm", {"kind": "concentrated", "hours": 1, "earned_on": "{today}",
                                                    "title": "补录", "evidence": "证明", "org_id": "{school}"}),
    "POST /ledger/{entry_id}/reverse": ("by perm", {"reason": "测试"}),
    "GET /my/ledger": ("own",),
    "GET /my/ledger/balance": ("own",),
    "GET /my/ledger/summary": ("own",),
    "GET /conversion-rules": ("own",),
    "GET /norms": ("own",),
    "PUT /norms/{norm_id}": ("nobody here", {"name_zh": "名称", "name_en": "name", "source": "来源", "from_on": "{later}", "band": "all",
                                             "kind": "online", "window_kind": "calendar_years", "years": 1,
                                             "anchor_year": 2023, "need_hours": 50}),
    "GET /people/{person_id}/norms": ("ledger_read",),
    "GET /my/norms": ("own",),
    "GET /sessions/{session_id}/roll": ("by perm",),
    "GET /sessions/{session_id}/roll/summary": ("by perm",),
    "PUT /sessions/{session_id}/roll": ("by perm", {"marks": [{"person_id": "{enrolled}", "state": "present"}]}),
    "POST /sessions/{session_id}/roll/correct": ("by perm", {"person_id": "{enrolled}", "state": "late", "reason": "测试"}),
    "GET /sessions/{session_id}/roll/events": ("by perm",),
    "POST /sessions/{session_id}/roll/code": ("by perm", {}),
    "GET /sessions/{session_id}/roll/qr": ("by perm",),
    "POST /roll/checkin": ("not theirs", {"session_id": "{session}", "code": "000000"}),
    "GET /classes/{class_id}/leaves": ("by perm",),
    "POST /classes/{class_id}/leaves": ("not theirs", {"kind": "sick", "from_at": "{far}T01:00:00Z",
                                                       "until_at": "{far}T02:00:00Z", "reason": "生病"}),
    "GET /my/leaves": ("own",),
    "POST /leaves/preview": ("not theirs", {"class_id": "{class}", "from_at": "{far}T01:00:00Z",
                                            "until_at": "{far}T02:00:00Z"}),
    "GET /leaves/waiting": ("own",),
    "GET /leaves/{leave_id}": ("leave_decide",),
    "POST /leaves/{leave_id}/decide": ("leave_decide", {"state": "approved"}),
    "POST /leaves/{leave_id}/back": ("leave_decide", {}),
    "GET /leave-posts": ("list",),
    "POST /leave-posts": ("by perm", {"org_id": "{school}", "level": "principal", "person_id": "{person}",
                                      "from_on": "{today}"}),
    "DELETE /leave-posts/{post_id}": ("by perm",),
    "GET /my/deputies": ("own",),
    "POST /deputies": ("class_edit", {"person_id": "{enrolled}", "deputy_id": "{person}", "from_on": "{today}",
                                      "until_on": "{later}"}),
    "DELETE /deputies/{deputy_id}": ("class_edit",),
    "POST /leaves/{leave_id}/cancel": ("leave_decide", {}),
    "GET /classes/{class_id}/files": ("class_read",),
    "POST /classes/{class_id}/files": ("live_teach or class_edit", {"kind": "handout", "name": "讲义.txt", "content": "aGVsbG8="}),
    "GET /files/{file_id}": ("class_read",),
    "DELETE /files/{file_id}": ("class_edit",),
    "GET /classes/{class_id}/checklist": ("by perm",),
    "POST /classes/{class_id}/checklist/{item_id}": ("by perm", {"done": True}),
    "GET /checklist-items": ("list",),
    "POST /checklist-items": ("by perm", {"org_id": "{school}", "phase": "before", "title": "备茶"}),
    "DELETE /checklist-items/{item_id}": ("by perm",),
    "GET /evaluation-templates": ("list",),
    "POST /evaluation-templates": ("by perm", {"org_id": "{school}", "title": "评价", "subject": "lesson",
                                               "questions": [{"kind": "score", "text": "内容"}]}),
    "DELETE /evaluation-templates/{template_id}": ("by perm",),
    "GET /classes/{class_id}/evaluations": ("class_confirm",),
    "POST /classes/{class_id}/evaluations": ("by perm", {"template_id": "{template}", "whole_class": True}),
    "POST /evaluations/{evaluation_id}/close": ("by perm", {}),
    "GET /my/evaluations": ("own",),
    "GET /evaluations/{evaluation_id}": ("nobody here",),
    "POST /evaluations/{evaluation_id}/answers": ("nobody here", {"answers": [{"question_id": "21", "value": 5}]}),
    "GET /evaluations/{evaluation_id}/results": ("class_confirm",),
    "GET /classes/{class_id}/withdrawals": ("by perm",),
    "POST /classes/{class_id}/withdrawals/check": ("by perm", {}),
    "POST /withdrawals/{withdrawal_id}/decide": ("nobody here", {"state": "confirmed", "reason": "缺勤"}),
    "GET /classes/{class_id}/assessments": ("by perm",),
    "POST /classes/{class_id}/assessments": ("by perm", {"items": [{"person_id": "{enrolled}", "grade": "good"}]}),
    "GET /classes/{class_id}/results": ("by perm",),
    "POST /classes/{class_id}/confirm": ("by perm", {"exceptions": []}),
    "GET /classes/{class_id}/page": ("class_read",),
    "POST /sessions/{session_id}/live/open": ("by perm", {"source": "none"}),
    "POST /sessions/{session_id}/live/close": ("by perm", {}),
    "GET /sessions/{session_id}/live": ("live_staff",),
    "GET /sessions/{session_id}/live/sites": ("live_staff",),
    "GET /sessions/{session_id}/live/presence": ("live_staff",),
    "GET /sessions/{session_id}/live/events": ("live_staff",),
    "GET /sessions/{session_id}/live/questions": ("live_staff",),
    "GET /sessions/{session_id}/live/polls": ("live_staff",),
    "GET /live/now": ("own",),
    "GET /board": ("list",),
    "GET /board/people": ("list",),
    "POST /board/days": ("by perm", {"on": "{past}", "org_id": "{org}"}),
    "GET /board/trend": ("list",),
    "GET /board/sites": ("list",),
    "GET /board/classes": ("list",),
    "GET /board/entries": ("list",),
    "GET /my/home": ("own",),
    "GET /leaves/{leave_id}/form": ("leave_decide",),
    "GET /classes/{class_id}/forms/people": ("leave_decide",),
    "GET /classes/{class_id}/forms/roll": ("leave_decide",),
    "GET /classes/{class_id}/forms/assess": ("leave_decide",),
    "GET /classes/{class_id}/certificates": ("class_confirm",),
    "POST /classes/{class_id}/certificates": ("class_confirm", {"person_ids": []}),
    "GET /classes/{class_id}/certificates/pdf": ("not theirs",),
    "POST /my/certificates": ("not theirs", {"class_id": "{class}"}),
    "POST /my/statements": ("own", {}),
    "POST /people/{person_id}/statements": ("ledger_read", {}),
    "GET /my/issues": ("own",),
    "GET /issues/{issue_id}/pdf": ("ledger_read",),
    "POST /issues/{issue_id}/revoke": ("ledger_reverse", {"reason": "写错了"}),
    "POST /verify": ("open", {"number": "{issued}"}),
    "GET /orgs/{org_id}/forms": ("class_edit",),
    "GET /orgs/{org_id}/forms/versions": ("class_edit",),
    "POST /orgs/{org_id}/forms": ("class_edit", {"kind": "people", "title": "学员名册"}),
    "POST /orgs/{org_id}/forms/withdraw": ("class_edit", {"kind": "people"}),
    "POST /orgs/{org_id}/forms/preview": ("class_edit", {"kind": "people", "title": "学员名册"}),
    "GET /my/notices": ("own",),
    "GET /my/notices/unread": ("own",),
    "POST /my/notices/{notice_id}/read": ("not theirs",),
    "POST /my/notices/read": ("own", {"upto_id": "{leave}"}),
    "GET /my/calendars": ("own",),
    "POST /my/calendars": ("own", {"kind": "person"}),
    "DELETE /my/calendars/{feed_id}": ("not theirs",),
    "GET /calendars/{feed_id}": ("secret",),
    "GET /my/mail-address": ("own",),
    "PUT /my/mail-address": ("own", {"address": ""}),
    "GET /people/{person_id}/mail-address": ("person_read",),
    "PUT /people/{person_id}/mail-address": ("by perm", {"address": "a@example.cn"}),
    "GET /my/notice-preferences": ("own",),
    "PUT /my/notice-preferences": ("own", {"topics": []}),
    "GET /exchange/template": ("own",),
    "POST /exchange/oneroster": ("list",),
    "GET /exchange/export": ("own",),
    "POST /imports": ("own",),
    "GET /imports": ("own",),
    "POST /account-sheets": ("by perm", {"org_id": "{school}", "dry_run": True}),
    "GET /account-sheets": ("list",),
    "GET /account-sheets/{sheet_id}": ("not theirs",),
    "POST /account-sheets/{sheet_id}/take": ("not theirs",),
    "POST /account-sheets/{sheet_id}/grant": ("not theirs",),
    "GET /imports/{import_id}": ("not theirs",),
    "GET /imports/{import_id}/problems": ("not theirs",),
    "GET /imports/{import_id}/duplicates": ("not theirs",),
    "POST /imports/{import_id}/parts": ("not theirs",),
    "POST /imports/{import_id}/choices": ("not theirs", {"all": "skip"}),
    "POST /imports/{import_id}/commit": ("not theirs",),
    "GET /dispatch/rounds": ("list",),
    "POST /dispatch/rounds": ("by perm", {"org_id": "{unit}", "title": "新批次", "from_on": "{today}", "until_on": "{later}"}),
    "GET /dispatch/rounds/{round_id}": ("by perm",),
    "PUT /dispatch/rounds/{round_id}": ("by perm", {"title": "{name}批次", "from_on": "{today}", "until_on": "{later}"}),
    "PUT /dispatch/rounds/{round_id}/classes": ("by perm", {"items": []}),
    "GET /dispatch/rounds/{round_id}/policy": ("by perm",),
    "PUT /dispatch/rounds/{round_id}/policy": ("by perm", {"items": []}),
    "POST /dispatch/rounds/{round_id}/state": ("by perm", {"state": "closed"}),
    "POST /dispatch/rounds/{round_id}/solve": ("by perm", {}),
    "POST /dispatch/rounds/{round_id}/what-if": ("by perm", {"cap_pct": 30}),
    "GET /dispatch/rounds/{round_id}/versions": ("by perm",),
    "POST /dispatch/rounds/{round_id}/choose": ("by perm", {"version_id": "{version}"}),
    "GET /dispatch/rounds/{round_id}/wishes": ("by perm",),
    "POST /dispatch/rounds/{round_id}/wishes": ("by perm", {"person_id": "{person}", "kind": "bar", "reason": "测试"}),
    "DELETE /dispatch/wishes/{wish_id}": ("by perm",),
    "GET /dispatch/rounds/{round_id}/clashes": ("by perm",),
    "POST /dispatch/rounds/{round_id}/publish": ("by perm", {}),
    "GET /dispatch/versions/{version_id}": ("by perm",),
    "GET /dispatch/versions/{version_id}/calendar": ("by perm",),
    "GET /dispatch/versions/{version_id}/places": ("by perm",),
    "GET /dispatch/versions/{version_id}/people/{person_id}": ("by perm",),
    "POST /dispatch/versions/{version_id}/moves": ("by perm", {"person_id": "{person}", "dry_run": True}),
    "GET /dispatch/rounds/{round_id}/changes": ("by perm",),
    "GET /dispatch/rounds/{round_id}/calls": ("by perm",),
    "GET /dispatch/rounds/{round_id}/calls/counts": ("by perm",),
    "GET /dispatch/rounds/{round_id}/outcome": ("by perm",),
    "GET /dispatch/outcomes": ("list",),
    "GET /dispatch/calls": ("list",),
    "GET /my/calls": ("own",),
    "GET /dispatch/calls/{call_id}": ("dispatch_read or enrol_confirm",),
    "POST /dispatch/calls/{call_id}/reply": ("enrol_confirm", {"answer": "accept"}),
    "POST /dispatch/calls/{call_id}/unit": ("by perm", {"unit_state": "confirmed"}),
    "POST /dispatch/calls/{call_id}/ruling": ("by perm", {"note": "测试"}),
    "GET /dispatch/calls/{call_id}/substitutes": ("by perm",),
    "POST /dispatch/calls/{call_id}/substitute": ("by perm", {"person_id": "{person}"}),
    "GET /dispatch/lists": ("list",),
    "GET /dispatch/lists/counts": ("list",),
    "GET /my/dispatch": ("own",),
    "GET /dispatch/debts": ("list",),
    "GET /dispatch/away": ("list",),
    "POST /dispatch/away": ("enrol_confirm", {"person_id": "{person}", "from_on": "{today}", "until_on": "{later}", "reason": "测试"}),
    "DELETE /dispatch/away/{away_id}": ("enrol_confirm",),
    "GET /dispatch/objections": ("list",),
    "POST /dispatch/objections": ("not theirs", {"about": "list", "list": "over", "text": "不是我的名单"}),
    "POST /dispatch/objections/{objection_id}/answer": ("by perm", {"state": "rejected", "answer": "测试"}),
}

# These take the thing away, or the caller's session: each caller has one of their own.
LAST = ("DELETE /session", "POST /session/password")


class Failure(Exception):
    pass


class Caller:
    """Somebody signed in; every request must be answered, whatever the answer."""

    def __init__(self, address, login=None, password=None):
        self.address, self.jar = address, client.Jar()
        self.session = None
        if login:
            self.session = self.must("POST", "/session", {"login": login, "password": password})

    def ask(self, verb, path, body=None, version=None):
        headers = [("Accept-Language", "zh")]
        if body is not None:
            headers.append(("Content-Type", "application/json"))
        if version:
            headers.append(("If-Match", f'"v{version}"'))
        data = json.dumps(body).encode() if body is not None else None
        return client.request(self.address, verb, API + path, headers, data, self.jar)

    def must(self, verb, path, body=None, version=None):
        reply = self.ask(verb, path, body, version)
        if reply.status >= 400:
            raise Failure(f"{verb} {path}: {reply.status} {reply.text()}")
        return reply.json()


def account_with_role(office, sysadmin, secadmin, person, login, role, org):
    """A signed-in caller who has chosen a password, and the ids of account and role."""
    account = sysadmin.must("POST", "/accounts", {"person_id": person, "login": login, "password": FIRST})
    granted = secadmin.must("POST", f"/accounts/{account['id']}/roles", {"role": role, "org_id": org})
    first = Caller(office.address, login, FIRST)
    first.must("POST", "/session/password", {"old": FIRST, "password": PASSWORD})
    return Caller(office.address, login, PASSWORD), account["id"], granted["id"]


def build_district(office, sysadmin, secadmin, root, mark, dates):
    """A district with one of everything; the ids by name, lists for what each caller takes away."""
    must, d = office.must, {"name": mark, **dates}

    def org(parent, kind, name):
        return must("POST", "/orgs", {"parent_id": parent, "kind": kind, "level": "district", "name": mark + name,
                                      "is_school": kind == "school", "is_site": kind == "school"})["id"]

    def person(unit, name):
        return must("POST", "/people", {"org_id": unit, "name": mark + name, "rank_code": "staff",
                                        "rank_from_on": "2020-01-01", "joined_on": "2020-01-01"})["id"]

    d["org"] = org(root, "district", "区")
    d["school"], d["unit"] = org(d["org"], "school", "党校"), org(d["org"], "unit", "局")
    d["person"], d["enrolled"] = person(d["unit"], "某"), person(d["unit"], "学员")
    d["course"] = must("POST", "/courses", {"org_id": d["school"], "title": mark + "课程", "kind": "theory", "hours": 3})["id"]
    d["programme"] = must("POST", "/programmes", {"org_id": d["school"], "title": mark + "方案"})["id"]
    build_class(office, d, mark)
    build_records(office, sysadmin, secadmin, d, mark)
    build_round(office, d, mark)
    return d


def build_round(office, d, mark):
    """A published round with a call, a draft one beside it, a time away, a wish, an objection."""
    must, learner = office.must, Caller(office.address, d["learner login"], PASSWORD)

    def round_of(title, seats):
        new = must("POST", "/dispatch/rounds", {"org_id": d["org"], "title": title, "from_on": d["today"], "until_on": d["later"]})
        course = must("POST", "/classes", {"org_id": d["school"], "title": title + "班", "starts_on": d["later"],
                                           "ends_on": d["later"], "seats_max": 9})
        must("POST", f"/classes/{course['id']}/state", {"state": "open"})
        must("PUT", f"/dispatch/rounds/{new['id']}/classes", {"items": [{"class_id": course["id"], "seats_max": seats}]})
        job = must("POST", f"/dispatch/rounds/{new['id']}/solve", {})["job_id"]
        for _ in range(600):
            if must("GET", f"/jobs/{job}")["state"] in ("done", "failed"):
                break
            time.sleep(0.1)
        return new["id"], must("GET", f"/dispatch/rounds/{new['id']}")["chosen_id"]

    published, _ = round_of(mark + "已发批次", 2)
    must("POST", f"/dispatch/rounds/{published}/state", {"state": "reviewed"})
    must("POST", f"/dispatch/rounds/{published}/publish", {})
    calls = must("GET", f"/dispatch/rounds/{published}/calls")["items"]
    d["call"] = next(call["id"] for call in calls if call["person_id"] == d["person"])
    d["round"], d["version"] = round_of(mark + "批次", 1)
    d["spare wishes"] = [must("POST", f"/dispatch/rounds/{d['round']}/wishes",
                              {"person_id": d["person"], "kind": "bar", "reason": "测试"})["id"] for _ in range(12)]
    d["spare away"] = [must("POST", "/dispatch/away", {"person_id": d["person"], "from_on": d["today"],
                                                       "until_on": d["later"], "reason": mark + "有事"})["id"]
                       for _ in range(12)]
    d["correction"] = learner.must("POST", "/my/corrections", {"about": "other", "field": mark + "项", "right_value": "改", "evidence": "证"})["id"]
    d["objection"] = learner.must("POST", "/dispatch/objections", {"about": "left_out", "subject_id": published,
                                                                   "text": mark + "有异议"})["id"]


def build_class(office, d, mark):
    must = office.must
    new = must("POST", "/classes", {"org_id": d["school"], "title": mark + "班次",
                                    "starts_on": d["today"], "ends_on": d["later"], "seats_max": 50})
    d["class"] = new["id"]
    path = f"/classes/{d['class']}"

    def lesson(kind, day, hour, live=False):
        return must("POST", f"{path}/sessions", {"kind": kind, "title": mark + "课次", "live": live, "hours": 1,
                                                 "starts_at": f"{d[day]}T{hour:02}:00:00Z",
                                                 "ends_at": f"{d[day]}T{hour:02}:50:00Z"})["id"]

    d["session"], d["discussion"] = lesson("lecture", "today", 1, True), lesson("discussion", "today", 3)
    d["spare sessions"] = [lesson("lecture", "later", hour) for hour in range(12)]
    office.must("POST", f"{path}/sites", {"org_id": d["school"], "seats": 40})
    d["site"] = must("GET", f"{path}/sites")["items"][0]["id"]
    groups = must("GET", f"{path}/groups")
    must("PUT", f"{path}/groups", {"items": [{"name": mark + "组"}]}, groups.get("version"))
    d["group"] = must("GET", f"{path}/groups")["items"][0]["id"]
    must("POST", f"{path}/state", {"state": "open"})
    must("POST", f"{path}/enrolments", {"person_ids": [d["enrolled"]], "state": "confirmed"})
    d["enrolment"] = must("GET", f"{path}/enrolments")["items"][0]["id"]


def build_records(office, sysadmin, secadmin, d, mark):
    path = f"/people/{d['person']}/ledger"
    office.must("POST", path, {"kind": "concentrated", "hours": 8, "earned_on": d["past"], "title": mark + "学时",
                               "evidence": "证明", "org_id": d["school"]})
    d["entry"] = office.must("GET", path)["items"][0]["id"]
    issue = office.must("POST", f"/people/{d['person']}/statements", {})
    d["issue"], d["issued"] = issue["id"], issue["number"]
    d["norm"] = office.must("GET", "/norms")["items"][0]["id"]
    login = "learner-of-" + ("a" if mark == MARK_INSIDE else "b")
    d["learner login"] = login
    learner, d["account"], d["role"] = account_with_role(office, sysadmin, secadmin, d["enrolled"], login, "learner", d["unit"])
    d["spare roles"] = [secadmin.must("POST", f"/accounts/{d['account']}/roles", {"role": "teacher", "org_id": d["unit"],
                                                                                  "until_on": f"2099-01-{day:02}"})["id"]
                        for day in range(1, 13)]
    d["template"] = office.must("POST", "/evaluation-templates", {
        "org_id": d["school"], "title": mark + "评价", "subject": "class", "questions": [{"kind": "score", "text": "内容"}]})["id"]
    d["evaluation"] = office.must("POST", f"/classes/{d['class']}/evaluations",
                                  {"template_id": "2", "whole_class": True})["items"][0]["id"]
    d["spare files"] = [office.must("POST", f"/classes/{d['class']}/files",
                                    {"kind": "handout", "name": f"讲义{n}.txt", "content": "aGVsbG8="})["id"] for n in range(13)]
    d["file"] = d["spare files"].pop()
    d["item"] = office.must("POST", "/checklist-items", {"org_id": d["school"], "phase": "before", "title": mark + "事项"})["id"]
    d["room"] = office.must("POST", "/rooms", {"org_id": d["school"], "name": mark + "教室"})["id"]
    d["post"] = office.must("POST", "/leave-posts", {"org_id": d["school"], "level": "principal", "person_id": d["person"],
                                                     "from_on": d["today"]})["id"]
    d["deputy"] = office.must("POST", "/deputies", {"person_id": d["enrolled"], "deputy_id": d["person"],
                                                    "from_on": d["today"], "until_on": d["later"]})["id"]
    d["leave"] = learner.must("POST", f"/classes/{d['class']}/leaves",
                              {"kind": "sick", "from_at": f"{d['today']}T03:00:00Z", "until_at": f"{d['today']}T03:30:00Z",
                               "reason": "生病"})["id"]


MARK_INSIDE, MARK_OUTSIDE = "甲方", "乙方"
ID_OF = {"{org_id}": "org", "{person_id}": "person", "{account_id}": "account", "{identity_id}": "account", "{correction_id}": "correction", "{role_id}": "role", "{course_id}": "course",
         "{programme_id}": "programme", "{class_id}": "class", "{session_id}": "session", "{enrolment_id}": "enrolment",
         "{group_id}": "group", "{entry_id}": "entry", "{leave_id}": "leave", "{norm_id}": "norm",
         "{round_id}": "round", "{version_id}": "version", "{call_id}": "call", "{objection_id}": "objection",
         "{wish_id}": "wish", "{away_id}": "away", "{notice_id}": "leave", "{feed_id}": "leave", "{issue_id}": "issue", "{job_id}": "leave", "{post_id}": "post", "{room_id}": "room",
         "{deputy_id}": "deputy", "{import_id}": "leave", "{sheet_id}": "leave", "{template_id}": "template", "{evaluation_id}": "evaluation",
         "{file_id}": "file", "{item_id}": "item", "{withdrawal_id}": "leave"}


class Table:
    def __init__(self, city, verbose):
        self.city, self.verbose = city, verbose
        self.passed, self.failures = 0, []
        self.number = 0

    def note(self, good, what, reply):
        if good:
            self.passed += 1
        else:
            self.failures.append(f"FAILED {what}: {reply.status} {reply.text()[:300]}")
        if self.verbose:
            print(f"{'ok  ' if good else 'FAIL'} {what} {reply.status} {reply.text()[:120] if reply.status >= 400 else ''}")

    def fill(self, value, d):
        if isinstance(value, dict):
            return {k: self.fill(v, d) for k, v in value.items()}
        if isinstance(value, list):
            return [self.fill(v, d) for v in value]
        if not isinstance(value, str):
            return value
        self.number += 1
        return re.sub(r"\{(\w+)\}", lambda m: str(self.number) if m[1] == "number" else d[m[1]], value)

    def path_of(self, route, d):
        path, spare = route["path"], {"DELETE /sessions/{session_id}": "spare sessions", "DELETE /roles/{role_id}": "spare roles",
                                      "DELETE /files/{file_id}": "spare files",
                                      "DELETE /dispatch/wishes/{wish_id}": "spare wishes",
                                      "DELETE /dispatch/away/{away_id}": "spare away"}
        taken = spare.get(f"{route['verb']} {path}")
        for word, name in ID_OF.items():
            if word == "{session_id}" and "minutes" in path:
                name = "discussion"
            if word in path:
                path = path.replace(word, d[taken].pop() if taken else d[name])
        return path

    def ask(self, caller, route, d, body):
        key, version = f"{route['verb']} {route['path']}", None
        path = self.path_of(route, d)
        if route["verb"] in ("PUT", "DELETE") and route["flags"] & 2:
            version = self.version_of(path)
        body = self.fill(body, d) if body is not None else None
        query = f"?under={d['org']}" if PLANS[key][0].startswith("list") and d is self.outside else ""
        return caller.ask(route["verb"], path + query, body, version)

    def version_of(self, path):
        reply = self.office.ask("GET", path)
        if reply.status != 200:
            reply = self.sysadmin.ask("GET", path)
        return (reply.json() or {}).get("version", 1) if reply.status == 200 else 1

    # ---- what must come back ----

    @staticmethod
    def refused(reply):
        return reply.status in (403, 404)

    @staticmethod
    def let_in(reply):
        """Anything but a refusal: the data may still be wrong for the moment."""
        return reply.status not in (401, 403, 404) and reply.status < 500

    def shows_outside(self, reply):
        return MARK_OUTSIDE in reply.text() or self.outside["org"] in reply.text()

    def holds(self, plan, has, where, reply):
        if plan == "open":
            return reply.status == 200
        if plan == "sign in":
            return reply.status == 401 and reply.json()["code"] == "account.wrong"
        if plan == "secret":  # opened by the key in the address, which nobody here has
            return reply.status == 404
        if plan == "own":
            return self.let_in(reply) and not self.shows_outside(reply)
        if plan == "nobody here":
            return self.refused(reply)
        if plan == "not theirs":
            return not 200 <= reply.status < 300 and reply.status not in (401,) and reply.status < 500
        if plan.endswith(" anywhere"):
            return reply.status == 200 if has else self.refused(reply)
        if not has:
            return self.refused(reply) or (plan == "list" and reply.status == 200 and not reply.json().get("items"))
        if plan == "list" and where == "outside":
            return not self.shows_outside(reply) and (self.refused(reply) or reply.status == 200)
        if plan == "list":
            return reply.status == 200 and not self.shows_outside(reply)
        return self.let_in(reply) if where == "inside" else self.refused(reply)

    def try_cell(self, role, caller, route, where):
        key = f"{route['verb']} {route['path']}"
        plan, body = PLANS[key][0], PLANS[key][1] if len(PLANS[key]) > 1 else None
        needs = [route["perm"]] if plan in ("by perm", "list") else plan.removeprefix("list of ").removesuffix(" anywhere").split(" or ")
        has = bool(MATRIX[role] & set(needs))
        reply = self.ask(caller, route, self.inside if where == "inside" else self.outside, body)
        plan = "list" if plan.startswith("list of ") else plan
        self.note(self.holds(plan, has, where, reply), f"{key} as {role}, {where}", reply)

    def try_nobody(self, route):
        key = f"{route['verb']} {route['path']}"
        body = PLANS[key][1] if len(PLANS[key]) > 1 else None
        reply = self.ask(Caller(self.office.address), route, self.inside, body)
        if PLANS[key][0] == "secret":
            return self.note(reply.status == 404, f"{key} as nobody", reply)
        wanted = 401 if route["perm"] != "public" or PLANS[key][0] == "sign in" else 200
        self.note(reply.status == wanted, f"{key} as nobody", reply)

    def try_forged(self, caller, route):
        """A write without the CSRF token is refused before anything else."""
        forged = Caller(self.office.address)
        forged.jar.cookies = caller.jar.cookies
        reply = self.ask(forged, route, self.inside, {})
        good = reply.status == 403 and reply.json()["code"] == "http.csrf"
        self.note(good, f"{route['verb']} {route['path']} without its token", reply)

    # ---- the whole table ----

    def prepare(self, address, dates):
        self.office, self.sysadmin, self.secadmin = (Caller(address, who, DEMO) for who in ("office", "sysadmin", "secadmin"))
        root = self.office.must("GET", "/orgs?kind=city")["items"][0]["id"]
        everything = (self.office, self.sysadmin, self.secadmin, root)
        self.inside = build_district(*everything, MARK_INSIDE, dates)
        self.outside = build_district(*everything, MARK_OUTSIDE, dates)
        self.callers = {}
        for role in MATRIX:
            person = self.office.must("POST", "/people", {"org_id": self.inside["unit"], "name": "角色" + role,
                                                          "joined_on": "2020-01-01"})["id"]
            self.callers[role], _, _ = account_with_role(self.office, self.sysadmin, self.secadmin, person,
                                                         "role-" + role.replace("_", "-"), role, self.inside["org"])

    def check_matrix(self):
        for role, caller in self.callers.items():
            reply = caller.ask("GET", "/session")
            self.note(set(reply.json()["permissions"]) == MATRIX[role], f"permissions of {role}", reply)

    def check_plans(self, routes):
        known = {f"{r['verb']} {r['path']}" for r in routes}
        for key in sorted(known ^ set(PLANS)):
            self.failures.append(f"FAILED {key} stands only in {'the program' if key in known else 'PLANS'}")
        return [r for r in routes if f"{r['verb']} {r['path']}" in PLANS]

    def run(self, routes):
        self.check_matrix()
        routes = self.check_plans(routes)
        order = sorted(routes, key=lambda r: (f"{r['verb']} {r['path']}" in LAST, r["verb"] == "DELETE"))
        for route in order:
            self.try_nobody(route)
            if route["verb"] != "GET" and route["perm"] != "public":
                self.try_forged(self.callers["office"], route)
        for role, caller in self.callers.items():
            for route in order:
                for where in ("outside", "inside"):
                    if f"{route['verb']} {route['path']}" in LAST and where == "outside":
                        continue
                    self.try_cell(role, caller, route, where)


def dates_from(today):
    import datetime
    day = datetime.date.fromisoformat(today)
    return {"today": str(day), "past": str(day - datetime.timedelta(days=30)), "later": str(day + datetime.timedelta(days=5)),
            "far": str(day + datetime.timedelta(days=3))}


def today_in_the_city():
    import datetime
    return str((datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/tongke")
    parser.add_argument("--db", help="PostgreSQL URL of a database from which others may be created")
    parser.add_argument("--verbose", action="store_true", help="one line a cell")
    options = parser.parse_args()
    routes = json.loads(subprocess.run([options.program, "routes"], capture_output=True, text=True, check=True).stdout)
    work = tempfile.mkdtemp(prefix="tongke-permissions-")
    city = server.City(options.program, work, options.db, 300, 7)
    table, running = Table(city, options.verbose), None
    try:
        city.make()
        running = server.Server(options.program, *city.copy())
        table.prepare(running.address, dates_from(today_in_the_city()))
        table.run(routes)
    except (Failure, server.ServerFailed) as problem:
        table.failures.append(f"FAILED {problem}")
    finally:
        if running and (problem := running.stop()):
            table.failures.append(f"FAILED {problem}")
        city.remove()
        shutil.rmtree(work, ignore_errors=True)
    for failure in table.failures:
        print(failure)
    print(f"{table.passed} passed, {len(table.failures)} failed")
    return len(table.failures) > 0


sys.exit(main())
