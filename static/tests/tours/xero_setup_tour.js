/** @odoo-module **/

import {registry} from "@web/core/registry";
import {call, runCron} from "./xero_document_tours";
import {setUpAndConnect} from "./xero_tours";

const COUNTED = "xero_setup_tour_clicks";

/** A click of the person's, counted while the tour runs. */
function press(content, trigger) {
    return {
        content,
        trigger,
        async run(helpers) {
            const clicks = Number(sessionStorage.getItem(COUNTED) || 0);
            sessionStorage.setItem(COUNTED, clicks + 1);
            await helpers.click();
        },
    };
}

function see(content, trigger, timeout = 30000) {
    return {
        content,
        trigger,
        timeout,
        isCheck: true,
    };
}

/** The workers' part: it runs while the page is open, and the page is told nothing. */
function work(content, trigger, ...crons) {
    return {
        content,
        trigger,
        async run() {
            for (const cron of crons) {
                await runCron(`Xero: ${cron}`);
            }
        },
    };
}

registry.category("web_tour.tours").add("xero_setup_to_first_invoice", {
    test: true,
    steps: () => [
        ...setUpAndConnect(),
        {
            content: "From here on clicks are counted",
            trigger: ".o_xero_step_open[data-step=entities]",
            run() {
                sessionStorage.setItem(COUNTED, 0);
            },
        },
        press(
            "A template",
            "div[name=template_id] .o_radio_item:contains(Service company) input"
        ),
        see(
            "It says what it changes",
            "div[name=template_sentences]:contains(Timesheets):contains(switched off)"
        ),
        press("Use it", "button[name=action_use_template]"),
        work(
            "Xero's lists are read",
            ".o_xero_step_open[data-step=mapping]",
            "import accounts",
            "import tax rates",
            "import currencies",
            "import tracking categories"
        ),
        see(
            "The page shows the suggestions by itself",
            "div[name=account_sentence]:contains(sure suggestions)"
        ),
        press("Confirm the sure ones", "button[name=action_confirm_sure]"),
        see("It says so", ".o_notification:contains(suggestions are confirmed)"),
        press(
            "Look before anything happens",
            ".o_xero_step_body button[name=action_dry_run]:contains(Look)"
        ),
        work(
            "Being read",
            ".alert:contains(first records are being read)",
            "dry run of a set-up"
        ),
        see(
            "The page shows what would happen by itself, and what it costs",
            ".o_xero_dry_run [data-entity=contact] [data-way=pull]:contains(create 1 in Odoo):contains(call to Xero)"
        ),
        see(
            "The first records are listed",
            ".o_xero_dry_row[data-outcome=create]:contains(Acacia Timber)"
        ),
        press("Start", ".o_xero_step_body button[name=action_start]"),
        see(
            "It says that the first sync is running",
            ".o_xero_first[data-state=running]"
        ),
        work(
            "It is on its way",
            ".o_notification:contains(first sync is on its way)",
            "import contacts",
            "import customer invoices"
        ),
        see(
            "The page follows by itself: all runs are done, and it says what came of them",
            ".o_xero_first[data-state=done] .alert:contains(Records in both systems: 1. Open questions: 0)"
        ),
        see(
            "Contacts have their pair",
            ".o_xero_first [data-entity=contact][data-state=done] button:contains(1 in both systems)"
        ),
        press("Write an invoice", "button[name=action_write_invoice]"),
        {
            content: "For the customer who came from Xero",
            trigger: "div[name=partner_id] input",
            run: "text Acacia Timber",
        },
        press("Acacia Timber", ".ui-menu-item a:contains(Acacia Timber)"),
        press(
            "A line",
            "div[name=invoice_line_ids] .o_field_x2many_list_row_add a:contains(Add a line)"
        ),
        {
            content: "What was done",
            trigger: "div[name=invoice_line_ids] .o_selected_row [name=name] textarea",
            run: "text Consulting",
        },
        {
            content: "What it costs",
            trigger:
                "div[name=invoice_line_ids] .o_selected_row [name=price_unit] input",
            run: "text 1234.50",
        },
        press("Confirm", "button[name=action_post]"),
        work(
            "Posted, and sent",
            ".o_form_view button[name=button_draft]",
            "export customer invoices"
        ),
        {
            content: "How many clicks it took",
            trigger: ".o_form_view",
            async run() {
                const clicks = sessionStorage.getItem(COUNTED);
                await call("ir.config_parameter", "set_param", [COUNTED, clicks]);
            },
        },
    ],
});
