"""What Odoo's own upgrade_code leaves to be rewritten for 19.0, as rules of (pattern,
replacement)."""

import re
from collections.abc import Callable
from pathlib import Path

from ..failure import Failure

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def rule(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Rule:
    """A rule that may span lines."""
    return re.compile(pattern, re.DOTALL), replacement


def privilege_of(match: re.Match[str]) -> str:
    """A group's category becomes the privilege made for that category."""
    privilege = match[2].replace("module_category", "privilege")
    return f'{match[1]}<field name="privilege_id" ref="{privilege}" />'


def with_privilege(match: re.Match[str]) -> str:
    """19.0 puts a privilege between a category and its groups: one is added after each of our
    categories."""
    name = re.search(r'<field\s+name="name"\s*>(.*?)</field>', match[0], re.DOTALL)
    privilege = match[1].replace("module_category", "privilege")
    return (
        f'{match[0]}\n    <record id="{privilege}" model="res.groups.privilege">\n'
        f'        <field name="name">{name[1] if name else "Xero"}</field>\n'
        f'        <field name="category_id" ref="{match[1]}" />\n    </record>'
    )


def chart_by_country(match: re.Match[str]) -> str:
    """A decorator of Odoo's test class names the country; what derives from our own case has it."""
    if "import AccountTestInvoicingCommon" not in match.string:
        return f"{match[1]}def setUpClass(cls)"
    decorator = f'@AccountTestInvoicingCommon.setup_country("{match[2]}")'
    return f"{match[1]}{decorator}\n{match[1]}def setUpClass(cls)"


GROUP = r'(<record\b[^>]*\bmodel="res\.groups"[^>]*>(?:(?!</record>).)*?)'
"""A group's record up to one of its fields, as the first part of a match."""

XML: tuple[Rule, ...] = (
    # Crons no longer count their calls nor catch up on missed ones.
    rule(r'\s*<field\s+name="(?:numbercall|doall)"[^>]*?(?:/>|>[^<]*</field>)', ""),
    rule(
        r'<record\s+id="(module_category_\w+)"\s+model="ir\.module\.category"\s*>.*?</record>',
        with_privilege,
    ),
    rule(
        GROUP + r'<field\s+name="category_id"\s+ref="((?:\w+\.)?module_category_\w+)"\s*/>',
        privilege_of,
    ),
    rule(r'(<field\s+name=")groups_id(")', r"\1group_ids\2"),
    rule(GROUP + r'<field(\s+)name="users"', r'\1<field\2name="user_ids"'),
    rule(r't-name="kanban-box"', 't-name="card"'),
    rule(r'<div\s+class="oe_chatter"\s*>.*?</div>', "<chatter />"),
    rule(r'<div\s+class="oe_chatter"\s*/>', "<chatter />"),
    # The field selector has a widget name of its own kind.
    rule(r'widget="DynamicModelFieldSelectorChar"', 'widget="field_selector"'),
    # The group of a search view is plain.
    rule(r'<group\s+expand="[01]"(?:\s+string="[^"]*")?\s*>', "<group>"),
)
PYTHON: tuple[Rule, ...] = (
    rule(r"\bgroups_id\b", "group_ids"),
    rule(r"\bgroup_operator=", "aggregator="),
    rule(r"\.check_access_rights\((\w+|\"\w+\"), raise_exception=False\)", r".has_access(\1)"),
    rule(r"\.check_access_(?:rule|rights)\(", ".check_access("),
    rule(r"\btools\.constraint_definition\(", "tools.sql.constraint_definition("),
    rule(r"\bodoo\.registry\(", "odoo.modules.registry.Registry("),
    rule(r"\bauto_join=", "bypass_search_access="),
    rule(r"""type=(["'])json\1""", r"type=\1jsonrpc\1"),
    # The accounting test class chooses its chart by a decorator now.
    rule(r'( +)def setUpClass\(cls, chart_template_ref="(\w\w)"\)', chart_by_country),
    rule(r"def setUpClass\(cls, chart_template_ref=None\)", "def setUpClass(cls)"),
    rule(r"super\(\)\.setUpClass\(chart_template_ref(?:=\w+)?\)", "super().setUpClass()"),
    rule(r'super\(\)\.setUpClass\(chart_template_ref="(?:\w+)"\)', "super().setUpClass()"),
)
JAVASCRIPT: tuple[Rule, ...] = (
    rule(r"\n\s*test: true,", ""),
    rule(r"\n\s*isCheck: true,", ""),
    rule(r"\n\s*run\(\) \{\},", ""),
    rule(r"""(run: ["'`])text """, r"\1edit "),
    rule(r"@web_tour/tour_service/tour_utils", "@web_tour/js/utils/tour_utils"),
)
RULES = {".xml": XML, ".py": PYTHON, ".js": JAVASCRIPT}
LEFT = re.compile(r"\b_sql_constraints\s*=|<tree\b|\bkanban-box\b|\boe_chatter\b")
"""What must not be left: 19.0 ignores it with a log line, or refuses it."""


def rewrite(path: Path, text: str) -> str:
    """The text of one file for Odoo 19.0.

    :raises Failure: something 19.0 does not understand is left.
    """
    if path.parts[:2] == ("models", "compat.py"):
        return text
    for pattern, replacement in RULES.get(path.suffix, ()):
        text = pattern.sub(replacement, text)
    left = (
        LEFT.search(text) if path.suffix in (".xml", ".py") and "tests" not in path.parts else None
    )
    if left:
        raise Failure(
            f"{path} still says {left[0].strip()} after the derivation for 19.0; "
            f"add a rule to dev/series/to_19_0.py."
        )
    return text
