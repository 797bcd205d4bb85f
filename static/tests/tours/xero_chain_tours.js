/** @odoo-module **/

import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("xero_next_step", {
    test: true,
    steps: () => [
        {
            content: "The connection shows what comes first, with one button",
            trigger:
                ".o_xero_chain li:first-child .o_xero_next_step:contains(Sync now)",
            run: "click",
        },
        {
            content: "It says that it is on its way",
            trigger: ".o_notification:contains(on its way)",
            isCheck: true,
        },
    ],
});

tours.add("xero_sync_now_waits", {
    test: true,
    steps: () => [
        {
            content: "What a run costs stands on the page",
            trigger: ".o_form_view [name=cost_sentence]:contains(calls left today)",
            isCheck: true,
        },
        {
            content: "Sync now",
            trigger: ".o_xero_press button:not([disabled])",
            run: "click",
        },
        {
            content: "The button counts the seconds until it may be pressed again",
            trigger: ".o_xero_press button[disabled]:contains(5)",
            isCheck: true,
        },
    ],
});
