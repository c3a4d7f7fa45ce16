import { BatchExecuteStatementCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { physicalName, tables } from '@recordings/topology';
import { startProvisionedAws } from '../src/index.ts';

describe('BatchExecuteStatement of the embedded DynamoDB', () => {
  it('reports the units of each statement that was executed, as AWS does and DynamoDB Local does not', async () => {
    const { clients, prefix, stop } = await startProvisionedAws();
    try {
      const TableName = physicalName(prefix, tables.coordination.name);
      for (const id of ['a', 'b'])
        await clients.dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
      const Statements = ['a', 'absent', 'b'].map((id) => ({
        Statement: `UPDATE "${TableName}" SET "n"=? WHERE "id"=?`,
        Parameters: [{ N: '1' }, { S: id }],
      }));
      const batch = new BatchExecuteStatementCommand({ Statements, ReturnConsumedCapacity: 'TOTAL' });
      const unit = { TableName, CapacityUnits: 1 };
      expect((await clients.dynamodb.send(batch)).ConsumedCapacity).toEqual([unit, unit]);
    } finally {
      await stop();
    }
  });
});
