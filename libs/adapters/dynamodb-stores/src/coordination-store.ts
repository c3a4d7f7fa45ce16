import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Timestamp } from '@recordings/call-record';
import { RequestBudget } from '@recordings/reconciliation';
import { z } from 'zod';
import { makeDocumentClient } from './make-document-client.ts';
import { type ItemChange, makeVersionedTable } from './versioned-table.ts';

const Claim = z.object({ owner: z.string(), until: Timestamp, revision: z.number().int() });
const BudgetItem = RequestBudget.extend({ revision: z.number().int() });

export type CoordinationStore = {
  /** Takes or renews a claim that ends at `until`. @returns whether `owner` holds it now. */
  claim(name: string, owner: string, now: Timestamp, until: Timestamp): Promise<boolean>;
  /** Ends a claim at `now`, if `owner` still holds it. */
  release(name: string, owner: string, now: Timestamp): Promise<void>;
  /** Changes the request budget that all workers share, as `VersionedTable.change` does. */
  changeBudget<R>(
    name: string,
    change: (budget: RequestBudget) => { readonly next?: RequestBudget; readonly result: R },
  ): Promise<R>;
};

export const makeCoordinationStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): CoordinationStore => {
  const documents = makeDocumentClient(deps.dynamodb);
  const claims = makeVersionedTable(documents, deps.table, Claim);
  const budgets = makeVersionedTable(documents, deps.table, BudgetItem);
  return {
    claim: (name, owner, now, until) =>
      claims.change({ id: `claim#${name}` }, (held) => {
        if (held && held.owner !== owner && held.until > now) return { result: false };
        return { next: { owner, until, revision: (held?.revision ?? 0) + 1 }, result: true };
      }),
    release: (name, owner, now) =>
      claims.change({ id: `claim#${name}` }, (held) => {
        if (held?.owner !== owner) return { result: undefined };
        return { next: { ...held, until: now, revision: held.revision + 1 }, result: undefined };
      }),
    changeBudget: (name, change) => budgets.change({ id: `budget#${name}` }, changeOf(change)),
  };
};

const changeOf =
  <R>(
    change: (budget: RequestBudget) => { readonly next?: RequestBudget; readonly result: R },
  ): ItemChange<z.infer<typeof BudgetItem>, R> =>
  (current) => {
    const { next, result } = change(current ?? { grants: {} });
    return { ...(next && { next: { ...next, revision: (current?.revision ?? 0) + 1 } }), result };
  };
