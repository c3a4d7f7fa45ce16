import { reconciliationIndex, tables } from '@recordings/topology';
import { PendingCall } from './pending-call.ts';

describe('PendingCall', () => {
  it('is held whole by the reconciliation index: the pooler reads nothing else', () => {
    const { projection, partitionKey, sortKey } = reconciliationIndex;
    const held = [
      ...projection,
      partitionKey,
      sortKey,
      tables.callRecords.partitionKey,
      tables.callRecords.sortKey,
    ];
    expect(held).toEqual(expect.arrayContaining(Object.keys(PendingCall.shape)));
  });

  it('needs every attribute that the index projects: each costs a write', () => {
    expect(Object.keys(PendingCall.shape)).toEqual(
      expect.arrayContaining([...reconciliationIndex.projection]),
    );
  });
});
