/** What sharing the budget of one OCP host reports, for metrics and log. */
export type BudgetEvent =
  /** A clock is wrong, the worker's own or that of the worker that made the claim. Or a person changed the item. */
  | {
      readonly type: 'budget_claim_ignored';
      readonly host: string;
      /** How far after our clock's time the claim lies. */
      readonly aheadMs: number;
    }
  | {
      readonly type: 'budget_item_unreadable';
      readonly host: string;
      /** Names of the attributes that count as absent. */
      readonly attributes: readonly string[];
    };
