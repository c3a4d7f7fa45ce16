import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { type BudgetChange, type BudgetChanged, makeBudgetItems } from './budget-items.ts';
import { makeDocumentClient } from './make-document-client.ts';
import { makeVersionedTable } from './versioned-table.ts';

const Claim = z.object({ owner: z.string(), until: Timestamp, revision: z.number().int() });

export type CoordinationStore = {
  /** Takes or renews a claim that ends at `until`. @returns whether `owner` holds it now. */
  claim(name: string, owner: string, now: Timestamp, until: Timestamp): Promise<boolean>;
  /** Ends a claim at `now`, if `owner` still holds it. */
  release(name: string, owner: string, now: Timestamp): Promise<void>;
  /** Tries once to change what all workers know of the requests to an OCP host. Any item can be read. */
  changeBudget<R>(host: string, change: BudgetChange<R>): Promise<BudgetChanged<R>>;
};

export const makeCoordinationStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): CoordinationStore => {
  const documents = makeDocumentClient(deps.dynamodb);
  const claims = makeVersionedTable(documents, deps.table, Claim);
  const budgets = makeBudgetItems(deps.dynamodb, deps.table);
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
    changeBudget: budgets.change,
  };
};
