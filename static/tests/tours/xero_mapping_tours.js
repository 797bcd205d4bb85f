/** @odoo-module **/

import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** From a mapping page: what only Xero has is shown, one is ticked, and created. */
function createInOdoo(name) {
    const line = `.o_field_x2many tr.o_data_row:contains(${name})`;
    return [
        {
            content: "On a narrow page the buttons are behind an arrow",
            trigger: ".o_list_view tr.o_data_row",
            run() {
                const arrow = document.querySelector(
                    "button.o_control_panel_collapsed_create"
                );
                if (arrow) {
                    arrow.click();
                }
            },
        },
        {
            content: "What only Xero has",
            trigger: "button[name=action_preview_import]",
            run: "click",
        },
        {
            content: "It says what will happen before anything does",
            trigger: ".alert:contains(will be created in Odoo)",
            isCheck: true,
        },
        {
            content: "The one that is wanted stands there, ticked",
            trigger: `${line} input[type=checkbox]:checked`,
            isCheck: true,
        },
        {
            content: "Yes",
            trigger: "button[name=action_create]",
            run: "click",
        },
        {
            content: "It is created and mapped",
            trigger: ".o_notification:contains(created and mapped)",
            isCheck: true,
        },
        {
            content: "The list shows it with its counterpart",
            trigger: `.o_list_table tr.o_data_row:contains(${name}) .badge:contains(Ready)`,
            isCheck: true,
        },
    ];
}

tours.add("xero_map_accounts", {
    test: true,
    steps: () => createInOdoo("Tool hire"),
});

tours.add("xero_map_taxes", {
    test: true,
    steps: () => createInOdoo("Levy"),
});
