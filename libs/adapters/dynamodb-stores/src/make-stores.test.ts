import { CallId, GroupId, ReconciliationId, TenantId } from '@recordings/call-record';
import { makeDynamoDbClient } from './make-dynamodb-client.ts';
import { makeStores } from './make-stores.ts';

type Sent = { readonly TableName?: string; readonly IndexName?: string; readonly ConsistentRead?: boolean };
type Send = (args: { readonly input: Sent }) => Promise<unknown>;

const key = { tenantId: TenantId.parse('acme'), callId: CallId.parse('c-1') };
const group = { ocpHost: 'ocp.example', groupId: GroupId.parse('Acme_EN') };
const id = ReconciliationId.parse('r-1');
const AT = '2026-01-15T12:00:00.000Z';

/** Stores on a client that sends no request: every answer is empty. */
const startStores = () => {
  const sent: Sent[] = [];
  const dynamodb = makeDynamoDbClient(undefined, { region: 'us-east-1' });
  const answerEmpty =
    (): Send =>
    async ({ input: { TableName, IndexName, ConsistentRead } }) => {
      sent.push({ TableName, IndexName, ConsistentRead });
      return { output: {} };
    };
  dynamodb.middlewareStack.add(answerEmpty as never, { step: 'initialize', priority: 'low' });
  return { sent, ...makeStores(dynamodb, 'test', async () => undefined) };
};

describe('makeStores', () => {
  it.each<[string, (stores: ReturnType<typeof startStores>) => Promise<unknown>, string]>([
    ['a call', ({ calls }) => calls.get(key), 'test-call-records'],
    ['a reconciliation', ({ reconciliations }) => reconciliations.get(id), 'test-reconciliations'],
    ['a group', ({ exportGroups }) => exportGroups.read(group), 'test-export-groups'],
    ['a slot', ({ exportGroups }) => exportGroups.getSlot(group, 'only'), 'test-export-groups'],
    ['a claim', ({ coordination }) => coordination.release('pooler', 'a', AT), 'test-coordination'],
    [
      'the budget',
      ({ coordination }) => coordination.changeBudget('ocp', () => ({ result: 0 })),
      'test-coordination',
    ],
  ])('reads %s strongly, from its table', async (_, read, TableName) => {
    const stores = startStores();
    await read(stores);
    expect(stores.sent).toEqual([{ TableName, IndexName: undefined, ConsistentRead: true }]);
  });

  it('reads pending calls and quiet reconciliations from their indexes', async () => {
    const stores = startStores();
    for await (const page of stores.calls.pendingCalls('0', AT)) expect(page).toEqual([]);
    await stores.reconciliations.quietSince(AT, 1);
    expect(stores.sent).toEqual([
      { TableName: 'test-call-records', IndexName: 'ReconciliationIndex' },
      { TableName: 'test-reconciliations', IndexName: 'StatusIndex' },
    ]);
  });
});
