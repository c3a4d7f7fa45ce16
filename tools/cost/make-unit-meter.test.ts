import { makeUnitMeter } from './make-unit-meter.ts';

const TableName = 'test-call-records';
const key = (id: string) => ({ pk: { S: `acme#${id}` }, sk: { S: 'call' } });
const itemOf = (id: string, reconciliationStatus: string, revision: string) => ({
  ...key(id),
  reconciliationShard: { S: '0' },
  callTimestamp: { S: '2026-01-15T12:00:00.000Z' },
  reconciliationStatus: { S: reconciliationStatus },
  revision: { N: revision },
});
const bufferOf = (value: object): Buffer => Buffer.from(JSON.stringify(value));

const update = (id: string) => ({
  Statement: `UPDATE "${TableName}" SET "reconciliationStatus"=? SET "revision"=? WHERE "pk"=? AND "sk"=? AND "revision"=?`,
  Parameters: [{ S: 'queued' }, { N: '2' }, ...Object.values(key(id)), { N: '1' }],
});

describe('makeUnitMeter', () => {
  const unitsOfPut = (
    meter: ReturnType<typeof makeUnitMeter>,
    id: string,
    status: string,
    revision: string,
  ) =>
    meter.unitsOf(
      'PutItem',
      bufferOf({ TableName, Item: itemOf(id, status, revision) }),
      bufferOf({ ConsumedCapacity: { TableName, CapacityUnits: 1 } }),
    );

  it('charges the writes of a batch, their indexes and a lost condition as single writes', () => {
    const single = makeUnitMeter();
    unitsOfPut(single, 'a', 'pending', '1');
    const { write: ofOneWrite } = unitsOfPut(single, 'a', 'queued', '2');

    const meter = makeUnitMeter();
    for (const id of ['a', 'b', 'c']) unitsOfPut(meter, id, 'pending', '1');
    const body = bufferOf({ Statements: ['a', 'b', 'c'].map(update) });
    const answer = {
      Responses: [
        { TableName, Item: itemOf('a', 'queued', '2') },
        { TableName, Error: { Code: 'ConditionalCheckFailed' } },
        { TableName, Item: itemOf('c', 'queued', '2') },
      ],
      ConsumedCapacity: [
        { TableName, CapacityUnits: 1 },
        { TableName, CapacityUnits: 1 },
      ],
    };
    expect(ofOneWrite).toBeGreaterThan(1);
    expect(meter.unitsOf('BatchExecuteStatement', body, bufferOf(answer))).toEqual({
      read: 0,
      write: 2 * ofOneWrite + 1,
    });
  });

  it('asks a batch for the new items and the units', () => {
    const sent = makeUnitMeter().prepare('BatchExecuteStatement', bufferOf({ Statements: [update('a')] }));
    const { Statement, Parameters } = update('a');
    expect(JSON.parse(sent.toString())).toEqual({
      Statements: [{ Statement: `${Statement} RETURNING ALL NEW *`, Parameters }],
      ReturnConsumedCapacity: 'TOTAL',
    });
  });
});
