import { reconciliationIndex, tables } from '@recordings/topology';
import { PendingCall } from './pending-call.ts';

describe('PendingCall', () => {
  it('has only attributes that the reconciliation index has, because the pooler reads only the index', () => {
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

  it('has every attribute that classifying and planning need', () => {
    expect(Object.keys(PendingCall.shape)).toEqual(
      expect.arrayContaining(['tenantId', 'callId', 'groupId', 'callTimestamp']),
    );
  });

  it('uses every attribute that the index projects, because each costs a write', () => {
    expect(Object.keys(PendingCall.shape)).toEqual(
      expect.arrayContaining([...reconciliationIndex.projection]),
    );
  });
});
