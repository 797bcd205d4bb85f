/** @odoo-module **/

import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** The person in Xero presses Allow: the consent page answers at once. */
function allowAtXero() {
    const {location} = window;
    const allowing = {
        assign: (url) => location.assign(`${url}&_sim_auto=1`),
        reload: () => location.reload(),
    };
    for (const name of ["href", "origin", "pathname", "host", "hash", "search"]) {
        Object.defineProperty(allowing, name, {get: () => location[name]});
    }
    Object.defineProperty(browser, "location", {
        configurable: true,
        get: () => allowing,
    });
}

/** From the empty dashboard to the organisation: the app's id and secret, then Xero's consent. */
export function setUpAndConnect() {
    return [
        {
            content: "Nothing is connected: the page has one button",
            trigger: ".o_xero_empty .o_xero_set_up",
            run: "click",
        },
        {
            content: "The redirect address is there to be copied, and right",
            trigger: "div[name=redirect_url]:contains(/xero_connector/oauth/callback)",
            isCheck: true,
        },
        {
            content: "Registered; now its id and secret",
            trigger: "button[name=action_enter_app]",
            run: "click",
        },
        {
            content: "The app's client id",
            trigger: "div[name=client_id] input",
            run: "text SIMULATED-APP",
        },
        {
            content: "The app's secret",
            trigger: "div[name=client_secret] input",
            run: "text simulated-secret",
        },
        {
            content: "Save",
            trigger: ".modal-footer .o_form_button_save",
            run: "click",
        },
        {
            content: "The first step is done; an organisation takes two such apps",
            trigger: ".o_xero_step_body:contains(two apps that Xero has not certified)",
            isCheck: true,
        },
        {
            content: "Connect",
            trigger: "button[name=action_connect]:contains(Connect to Xero)",
            run: "click",
        },
        {
            content: "The person in Xero is going to allow it",
            trigger: "button[name=action_authorise]",
            run() {
                allowAtXero();
            },
        },
        {
            content: "Off to Xero",
            trigger: "button[name=action_authorise]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Back in Odoo, where the set-up goes on",
            trigger: ".o_xero_step[data-step=organisation][data-done=yes]",
            isCheck: true,
            // Xero's consent page, the tokens and the whole page of Odoo lie behind this click.
            timeout: 60000,
        },
    ];
}

tours.add("xero_connect", {
    test: true,
    steps: setUpAndConnect,
});

tours.add("xero_first_sync", {
    test: true,
    steps: () => [
        {
            content: "No sync has run",
            trigger: "[data-figure=total] .o_xero_value:contains(no events yet)",
            isCheck: true,
        },
        {
            content: "Sync now",
            trigger: ".o_xero_sync_now",
            run: "click",
        },
        {
            content: "It says that it is on its way",
            trigger: ".o_notification:contains(on its way)",
            isCheck: true,
        },
        {
            content: "The page shows that something is going on",
            trigger: "[data-figure=events] .o_xero_note:contains(Syncing)",
            isCheck: true,
        },
    ],
});

tours.add("xero_read_dashboard", {
    test: true,
    steps: () => [
        {
            content: "The connection is live",
            trigger: ".o_xero_connection .o_xero_state:contains(Live)",
            isCheck: true,
        },
        {
            content: "Its token's clock is shown",
            trigger: ".o_xero_connection:contains(Access renews in)",
            isCheck: true,
        },
        {
            content: "Every event was good",
            trigger: "[data-figure=total] .o_xero_value:contains(100 %)",
            isCheck: true,
        },
        {
            content: "The table has the run, its direction in words",
            trigger:
                ".o_xero_event[data-state=ok] .o_xero_direction:contains(from Xero)",
            isCheck: true,
        },
        {
            content: "A figure leads to the records behind it",
            trigger: "[data-figure=events]",
            run: "click",
        },
        {
            content: "The list of events",
            trigger: ".o_list_view .o_data_row td:contains(Contacts)",
            run: "click",
        },
        {
            content: "The event says what became of the records",
            trigger: ".o_form_view .o_field_widget[name=created]:contains(2)",
            isCheck: true,
        },
    ],
});

tours.add("xero_resolve", {
    test: true,
    steps: () => [
        {
            content: "Somebody has to decide",
            trigger: "[data-figure=quarantined]",
            run: "click",
        },
        {
            content: "Open the difference, below its reason",
            trigger:
                ".o_group_header:contains(Not sure which record) ~ .o_data_row td[name=name]:contains(Acacia)",
            run: "click",
        },
        {
            content: "Resolve it",
            trigger: ".o_form_view button[name=action_open_resolve]",
            run: "click",
        },
        {
            content: "Choose the first candidate",
            trigger: "div[name=candidate_id] .o_radio_item:first input",
            run: "click",
        },
        {
            content: "It says what will happen",
            trigger: "div[name=explanation]:contains(become one pair)",
            isCheck: true,
        },
        {
            content: "Do it",
            trigger: "button[name=action_apply]",
            run: "click",
        },
        {
            content: "It has left the list",
            trigger: ".o_notification:contains(has left the list)",
            isCheck: true,
        },
    ],
});

tours.add("xero_press_banner", {
    test: true,
    steps: () => [
        {
            content: "A mapping is missing; the page has one button for it",
            trigger: ".o_xero_banner:contains(mapping is missing) button",
            run: "click",
        },
        {
            content: "It leads to the attendances without a pay item",
            trigger: ".o_breadcrumb:contains(Attendances)",
            isCheck: true,
        },
    ],
});

tours.add("xero_dashboard_refused", {
    test: true,
    steps: () => [
        {
            content: "The page says what Odoo said, and nothing else",
            trigger: ".o_xero_error[role=alert]:contains(Xero)",
            isCheck: true,
        },
        {
            content: "It can be tried again",
            trigger: ".o_xero_error button:contains(Try again)",
            run: "click",
        },
        {
            content: "And says the same again",
            trigger: ".o_xero_error[role=alert]:contains(Xero)",
            isCheck: true,
        },
    ],
});
