import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConfigurationError } from '@recordings/service';

type Variables = Readonly<Record<string, string | undefined>>;

/** What commands change. Proposals and actions are in S3. */
const CHANGED = ['S3', 'SQS', 'SNS', 'DYNAMODB'];

/** Where keys are that commands change. */
const KEY_PLACES = ['INGESTION_API_CREDENTIALS', 'POOLER_CREDENTIALS'];

/** This machine, and the service of `docker-compose.yml`. */
const EMULATORS = new Set(['localhost', '127.0.0.1', '[::1]', 'localstack']);

/**
 * Whether AWS is an emulator, which knows no callers. An endpoint of AWS has a variable too, as that of a VPC does.
 * It is an emulator only if all that commands change is there.
 */
export const isLocal = (environment: Variables): boolean =>
  environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] !== 'true' &&
  changedServices(environment).every((service) => {
    const url = environment[`AWS_ENDPOINT_URL_${service}`] || environment['AWS_ENDPOINT_URL'] || '';
    return URL.canParse(url) && EMULATORS.has(new URL(url).hostname);
  });

const changedServices = (environment: Variables): string[] => {
  const hasSecrets = KEY_PLACES.some((name) => environment[name]?.startsWith('secretsmanager:'));
  return [...CHANGED, ...(hasSecrets ? ['SECRETS_MANAGER'] : [])];
};

/**
 * Who runs the command: the ARN of the caller as AWS knows it, or OPS_ACTOR beside an emulator.
 *
 * @throws {ConfigurationError} if OPS_ACTOR is missing there, or is set on AWS, where anybody could claim to be anybody.
 */
export const findActor = async (environment: Variables): Promise<string> => {
  const given = environment['OPS_ACTOR'];
  if (isLocal(environment)) {
    if (given) return given;
    throw new ConfigurationError('OPS_ACTOR is not set; expected the name of the person who acts');
  }
  if (given)
    throw new ConfigurationError('OPS_ACTOR is set; expected only beside an emulator, AWS knows its callers');
  const sts = new STSClient();
  try {
    const { Arn } = await sts.send(new GetCallerIdentityCommand());
    if (Arn === undefined) throw new Error('AWS did not say who runs the command');
    return Arn;
  } finally {
    sts.destroy();
  }
};
