import { physicalName, type TableShape, tables } from '@recordings/topology';
import { PREFIX, synthesizeData } from '../../../test/data-stack.ts';

type KeyElement = { readonly AttributeName: string; readonly KeyType: string };

const keyOf = ({ partitionKey, sortKey }: { partitionKey: string; sortKey?: string }): KeyElement[] => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' }]),
];

const TABLE = 'AWS::DynamoDB::Table';

describe('tables', () => {
  const made = synthesizeData().ofType(TABLE);

  it('are those of the topology', () => {
    expect(made.map(({ Properties }) => Properties['TableName'])).toEqual(
      Object.values(tables).map(({ name }) => physicalName(PREFIX, name)),
    );
  });

  it.each(Object.values<TableShape>(tables))(
    '$name has the keys, the indexes and the expiry of the topology',
    (shape) => {
      const { Properties } = made.find(
        (one) => one.Properties['TableName'] === physicalName(PREFIX, shape.name),
      )!;
      expect(Properties['KeySchema']).toEqual(keyOf(shape));
      expect(Properties['GlobalSecondaryIndexes'] ?? []).toEqual(
        shape.indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: keyOf(index),
          Projection:
            index.projection === 'ALL'
              ? { ProjectionType: 'ALL' }
              : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.projection] },
        })),
      );
      expect(Properties['TimeToLiveSpecification']).toEqual(
        shape.ttlAttribute === undefined ? undefined : { AttributeName: shape.ttlAttribute, Enabled: true },
      );
    },
  );

  it('are paid by request, can be restored to any second, and are encrypted by our key', () => {
    for (const { Properties } of made) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: '<KeysData>' },
      });
    }
  });

  it('refuse to be deleted and outlive their stack if the stage retains its data', () => {
    for (const { Properties, DeletionPolicy, UpdateReplacePolicy } of made) {
      expect(Properties['DeletionProtectionEnabled']).toBe(true);
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    }
  });

  it('are deleted with their stack if the stage does not retain its data', () => {
    for (const { Properties, DeletionPolicy } of synthesizeData({ retain: false }).ofType(TABLE)) {
      expect(Properties['DeletionProtectionEnabled']).toBe(false);
      expect(DeletionPolicy).toBe('Delete');
    }
  });
});
