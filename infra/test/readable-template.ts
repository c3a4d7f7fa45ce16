import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::AccountId': '{account}',
  'AWS::Region': '{region}',
};

const NAMES = ['BucketName', 'QueueName', 'TopicName', 'TableName', 'RoleName', 'Name'];

/** The resources of a stack, with each reference replaced by `<name>`, so that policies can be compared as text. */
export const readableResources = (stack: Stack): Resource[] => {
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, Resource> };
  const nameOf = (id: string): string => {
    const properties = Resources[id]?.Properties ?? {};
    const name = NAMES.map((property) => properties[property]).find((value) => typeof value === 'string');
    return `<${String(name ?? id.replace(/[0-9A-F]{8}$/, ''))}>`;
  };
  return Object.values(Resources).map((resource) => readable(resource, nameOf) as Resource);
};

const readable = (value: unknown, nameOf: (id: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((one) => readable(one, nameOf));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (typeof ref === 'string') return PSEUDO[ref] ?? nameOf(ref);
  if (Array.isArray(attribute)) return nameOf(String(attribute[0]));
  if (Array.isArray(join)) return (readable(join[1], nameOf) as string[]).join(String(join[0]));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner, nameOf)]));
};

export type Statement = {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly NotResource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

type RawStatement = Omit<Statement, 'Action' | 'Resource' | 'NotResource'> &
  Readonly<Record<'Action' | 'Resource' | 'NotResource', string | readonly string[] | undefined>>;

/** The statements of a policy, with lists where a single value may be one. */
export const statementsIn = (document: unknown): Statement[] =>
  (document as { Statement: RawStatement[] }).Statement.map((statement) => ({
    ...statement,
    Action: listOf(statement.Action),
    Resource: listOf(statement.Resource),
    NotResource: listOf(statement.NotResource),
  }));

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
