import { makeDataStack } from '../src/data/make-data-stack.ts';
import type { DataSettings } from '../src/settings/schemas/data-schema.ts';
import { makeTestApp } from './make-test-app.ts';
import { type Resource, readableResources, type Statement, statementsIn } from './readable-template.ts';

export const PREFIX = 'test';
export const LINES_OF_BUSINESS = ['cards', 'loans'];
export const env = { account: '111111111111', region: 'eu-west-1' };

const settings: DataSettings = { retain: true, accessLogDays: 90, readers: {} };

/** The resources that hold data, of a stage with two lines of business. */
export const synthesizeData = (over: Partial<DataSettings> = {}) => {
  const data = makeDataStack(makeTestApp(), 'data', {
    prefix: PREFIX,
    env,
    linesOfBusiness: LINES_OF_BUSINESS,
    data: { ...settings, ...over },
  });
  const resources = readableResources(data.stack);
  const ofType = (type: string): Resource[] => resources.filter(({ Type }) => Type === type);
  /** @param property that holds the name, or the reference to the resource. */
  const find = (type: string, property: string, name: string): Resource => {
    const found = ofType(type).find(
      ({ Properties }) =>
        JSON.stringify(Properties[property])?.includes(`${name}"`) ||
        JSON.stringify(Properties[property])?.includes(`<${name}>`),
    );
    if (found === undefined) throw new Error(`no ${type} has ${property} ${name}`);
    return found;
  };
  return {
    data,
    resources,
    ofType,
    bucket: (name: string) => find('AWS::S3::Bucket', 'BucketName', `${PREFIX}-${name}`).Properties,
    bucketPolicy: (name: string): Statement[] =>
      statementsIn(find('AWS::S3::BucketPolicy', 'Bucket', `${PREFIX}-${name}`).Properties['PolicyDocument']),
    queue: (name: string) => find('AWS::SQS::Queue', 'QueueName', `${PREFIX}-${name}`).Properties,
    queuePolicy: (name: string): Statement[] =>
      statementsIn(find('AWS::SQS::QueuePolicy', 'Queues', `${PREFIX}-${name}`).Properties['PolicyDocument']),
    topicPolicy: (name: string): Statement[] =>
      statementsIn(find('AWS::SNS::TopicPolicy', 'Topics', `${PREFIX}-${name}`).Properties['PolicyDocument']),
    role: (name: string) => find('AWS::IAM::Role', 'RoleName', `${PREFIX}-${name}`).Properties,
    /** What does not fit into the policy of a role is in further ones. */
    rolePolicy: (name: string): Statement[] =>
      [...ofType('AWS::IAM::Policy'), ...ofType('AWS::IAM::ManagedPolicy')]
        .filter(({ Properties }) => JSON.stringify(Properties['Roles']).includes(`<${PREFIX}-${name}>`))
        .flatMap(({ Properties }) => statementsIn(Properties['PolicyDocument'])),
  };
};
