/** @odoo-module **/

import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const buttonsAtHand = {
    content: "On a narrow page the buttons are behind an arrow",
    trigger: ".o_list_view tr.o_data_row",
    run() {
        const arrow = document.querySelector("button.o_control_panel_collapsed_create");
        if (arrow) {
            arrow.click();
        }
    },
};

/** From a mapping page: what only Xero has is shown, one is ticked, and created. */
function createInOdoo(name) {
    const line = `.o_field_x2many tr.o_data_row:contains(${name})`;
    return [
        buttonsAtHand,
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

tours.add("xero_map_journals", {
    test: true,
    steps: () => [
        buttonsAtHand,
        {
            content: "Confirm what both sides have",
            trigger: "button[name=action_select_shared]",
            run: "click",
        },
        {
            content: "It says what is left",
            trigger: ".o_notification:contains(1 confirmed)",
            isCheck: true,
        },
        {
            content: "The journal that both have is confirmed",
            trigger: ".o_list_table tr.o_data_row:contains(Cheque):contains(Confirmed)",
            isCheck: true,
        },
        ...createInOdoo("Visa"),
    ],
});

tours.add("xero_choose_journal", {
    test: true,
    steps: () => [
        {
            content: "Another journal for bills",
            trigger: ".o_field_widget[name=purchase_journal_id] input",
            run: "text Imported",
        },
        {
            content: "It is in the list",
            trigger: ".o-autocomplete--dropdown-item:contains(Imported bills)",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Saved; on to the payment journals",
            trigger: ".o_form_saved button[name=action_payment_journals]",
            run: "click",
        },
        {
            content: "The list of payment journals",
            trigger: ".o_list_table tr.o_data_row:contains(Cheque)",
            isCheck: true,
        },
    ],
});
