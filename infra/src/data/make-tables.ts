import { physicalName, type TableShape, tables } from '@recordings/topology';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

export type Tables = { readonly [Name in keyof typeof tables]: Table };

export type TableOptions = { readonly prefix: string; readonly key: IKey; readonly retain: boolean };

/** Makes every table of the topology, with its indexes. */
export const makeTables = (scope: Construct, options: TableOptions): Tables =>
  Object.fromEntries(
    Object.entries<TableShape>(tables).map(([id, shape]) => [id, makeTable(scope, shape, options)]),
  ) as Tables;

const makeTable = (scope: Construct, shape: TableShape, { prefix, key, retain }: TableOptions): Table => {
  const table = new Table(scope, shape.name, {
    tableName: physicalName(prefix, shape.name),
    partitionKey: text(shape.partitionKey),
    sortKey: shape.sortKey === undefined ? undefined : text(shape.sortKey),
    timeToLiveAttribute: shape.ttlAttribute,
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    deletionProtection: retain,
    removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const { name, partitionKey, sortKey, projection } of shape.indexes) {
    table.addGlobalSecondaryIndex({
      indexName: name,
      partitionKey: text(partitionKey),
      sortKey: text(sortKey),
      ...(projection === 'ALL'
        ? { projectionType: ProjectionType.ALL }
        : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] }),
    });
  }
  return table;
};

const text = (name: string) => ({ name, type: AttributeType.STRING });
