/** @odoo-module **/

import {Component, onWillStart} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";
import {XeroLiveListController} from "./live_views";
import {XeroSyncNow} from "./sync_now";

/** "Sync now" of Xero's accounts above the payment journals, whose rows are no syncs. */
export class XeroBankSync extends Component {
    static template = "xero_connector.BankSync";
    static components = {XeroSyncNow};
    static props = {};

    setup() {
        this.orm = useService("orm");
        onWillStart(async () => {
            const data = await this.orm.call("xero.journal.map", "get_bank_sync", []);
            this.record = {
                resModel: "xero.sync.setting",
                resId: data.id,
                resIds: [data.id],
                context: {},
                evalContext: {},
                data,
            };
        });
    }
}

class XeroJournalListController extends XeroLiveListController {
    static components = {...XeroLiveListController.components, XeroBankSync};
}

class XeroJournalKanbanController extends KanbanController {
    static components = {...KanbanController.components, XeroBankSync};
}

registry.category("views").add("xero_journal_list", {
    ...listView,
    Controller: XeroJournalListController,
    buttonTemplate: "xero_connector.JournalListButtons",
});
registry.category("views").add("xero_journal_kanban", {
    ...kanbanView,
    Controller: XeroJournalKanbanController,
    buttonTemplate: "xero_connector.JournalKanbanButtons",
});
