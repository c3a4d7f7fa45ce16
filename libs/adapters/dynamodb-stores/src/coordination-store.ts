import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Timestamp } from '@recordings/call-record';
import { Claim, releaseClaim, takeClaim } from '@recordings/reconciliation';
import { type BudgetChange, type BudgetChanged, makeBudgetItems, type OrdersChange } from './budget-items.ts';
import { makeSdkItemClient } from './item-client.ts';
import { makeVersionedTable } from './versioned-table.ts';

export type CoordinationStore = {
  /**
   * Takes or renews a claim that ends at `until`. A claim by a clock that is far ahead is ignored.
   *
   * @returns whether `owner` holds it now.
   */
  claim(name: string, owner: string, now: Timestamp, until: Timestamp): Promise<boolean>;
  /** Ends a claim at `now`, if `owner` still holds it. */
  release(name: string, owner: string, now: Timestamp): Promise<void>;
  /** A strong read of a claim, whether it has ended or not. */
  readClaim(name: string): Promise<Claim | undefined>;
  /** Tries once to change what all workers know of the requests to an OCP host. Any item can be read. */
  changeBudget<R>(host: string, change: BudgetChange<R>): Promise<BudgetChanged<R>>;
  /** Changes what people have ordered about the requests to an OCP host. */
  changeOrders<R>(host: string, change: OrdersChange<R>): Promise<R>;
};

export const makeCoordinationStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): CoordinationStore => {
  const claims = makeVersionedTable(makeSdkItemClient(deps.dynamodb), deps.table, Claim);
  const budgets = makeBudgetItems(deps.dynamodb, deps.table);
  return {
    claim: (name, owner, now, until) =>
      claims.change({ id: `claim#${name}` }, (held) => {
        const next = takeClaim(held, { owner, now, until });
        return { next, result: next !== undefined };
      }),
    release: (name, owner, now) =>
      claims.change({ id: `claim#${name}` }, (held) => {
        return { next: releaseClaim(held, owner, now), result: undefined };
      }),
    readClaim: (name) => claims.get({ id: `claim#${name}` }),
    changeBudget: budgets.change,
    changeOrders: budgets.changeOrders,
  };
};
