"""Payroll AU 1.0 PayRuns and Payslip, to be read only: Xero owns wages (FACTS 6.6)."""

from .listing import found
from .payroll_lists import page
from .payroll_wire import envelope
from .routing import Answer, Call, routes

ROOT = "/payroll.xro/1.0"
SUMMARY = (
    "EmployeeID", "PayslipID", "FirstName", "LastName", "EmployeeGroup", "Wages", "Deductions",
    "Tax", "Super", "Reimbursements", "NetPay", "UpdatedDateUTC",
)  # fmt: skip


@routes.add("GET", ROOT + "/PayRuns", scope="payroll.payruns")
def list_pay_runs(call: Call) -> Answer:
    """Totals without payslips, 100 a page."""
    wires = [call.org.render("PayRuns", record) for record in page(call, "PayRuns")]
    return Answer(body=envelope(call.now, "PayRuns", wires))


@routes.add("GET", ROOT + "/PayRuns/{id}", scope="payroll.payruns")
def get_pay_run(call: Call) -> Answer:
    """One, with a summary of each payslip."""
    record = found(call, "PayRuns")
    slips = [
        call.org.render("Payslips", slip)
        for slip in call.org.rows("Payslips").values()
        if slip.get("_pay_run") == record["PayRunID"]
    ]
    wire = call.org.render("PayRuns", record)
    wire["Payslips"] = [{name: slip[name] for name in SUMMARY if name in slip} for slip in slips]
    return Answer(body=envelope(call.now, "PayRuns", [wire]))


@routes.add("GET", ROOT + "/Payslip/{id}", scope="payroll.payslip")
def get_payslip(call: Call) -> Answer:
    """One payslip with its lines, as an object under `Payslip`."""
    wire = call.org.render("Payslips", found(call, "Payslips"))
    wire.pop("EmployeeGroup", None)
    return Answer(body=envelope(call.now, "Payslip", wire))
