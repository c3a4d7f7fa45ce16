import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { AwsClientConfig } from './aws-clients.ts';
import type { Emulator } from './emulator.ts';
import { startDynamodb } from './start-dynamodb.ts';
import { startFauxqs } from './start-fauxqs.ts';
import type { StatusChangeRule } from './step-functions/service/status-changes.ts';
import { type StepFunctions, startStepFunctions } from './step-functions/start-step-functions.ts';

const REGION = 'us-east-1';
/** The emulators do not check credentials, but the SDK cannot sign without any. */
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

const COMMON = {
  region: REGION,
  credentials: CREDENTIALS,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
};

export type LocalAws = {
  /** Environment variables that make the AWS SDK v3 and the services of another process use these emulators. */
  readonly environment: Readonly<Record<string, string>>;
  /** Endpoint and credentials for clients made in this process. */
  readonly clientConfig: AwsClientConfig;
  /**
   * Sends a message for each execution of the state machine that failed, timed out or was aborted. Only the embedded Step
   * Functions have it. On AWS a rule of EventBridge does this.
   */
  sendStatusChanges?(stateMachineArn: string, rule: StatusChangeRule): void;
  /** Ends the emulators; their content is lost. */
  stop(): Promise<void>;
};

/**
 * Starts embedded S3, SQS, SNS, DynamoDB and Step Functions, empty, in memory, on loopback only.
 *
 * @param options.port port of S3, SQS and SNS. DynamoDB takes the next one, Step Functions the one after it. 0 (the
 *   default) means any free ports.
 * @throws if a port is taken.
 */
export const startLocalAws = async ({ port = 0 }: { port?: number } = {}): Promise<LocalAws> => {
  const started: Emulator[] = [];
  const stop = async (): Promise<void> => {
    const [fauxqs, dynamodb, sfn] = started.splice(0);
    await sfn?.stop(); // It uses the others.
    await Promise.all([fauxqs?.stop(), dynamodb?.stop()]);
  };
  const start = async <T extends Emulator>(
    place: number,
    startAt: (port: number) => Promise<T>,
  ): Promise<T> => {
    const emulator = await startAt(port === 0 ? 0 : port + place);
    started.push(emulator);
    return emulator;
  };

  try {
    const fauxqs = await start(0, startFauxqs);
    const dynamodb = await start(1, startDynamodb);
    const sfn = await start(2, startStepFunctionsOn(fauxqs.endpoint, dynamodb.endpoint));
    const endpoints = { fauxqs: fauxqs.endpoint, dynamodb: dynamodb.endpoint, sfn: sfn.endpoint };
    return {
      environment: environmentOf(endpoints),
      clientConfig: clientConfigOf(endpoints),
      sendStatusChanges: sfn.sendStatusChanges,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const startStepFunctionsOn =
  (sqsEndpoint: string, dynamodbEndpoint: string) =>
  (port: number): Promise<StepFunctions> =>
    startStepFunctions(port, {
      sqs: new SQSClient({ ...COMMON, endpoint: sqsEndpoint }),
      dynamodb: new DynamoDBClient({ ...COMMON, endpoint: dynamodbEndpoint }),
    });

type Endpoints = { readonly fauxqs: string; readonly dynamodb: string; readonly sfn: string };

const environmentOf = ({ fauxqs, dynamodb, sfn }: Endpoints): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  // The SDK refuses both together with an endpoint, and the user's environment may set them.
  AWS_USE_FIPS_ENDPOINT: 'false',
  AWS_USE_DUALSTACK_ENDPOINT: 'false',
  S3_FORCE_PATH_STYLE: 'true',
  AWS_ENDPOINT_URL_S3: fauxqs,
  AWS_ENDPOINT_URL_SQS: fauxqs,
  AWS_ENDPOINT_URL_SNS: fauxqs,
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
  AWS_ENDPOINT_URL_SFN: sfn,
});

const clientConfigOf = ({ fauxqs, dynamodb, sfn }: Endpoints): AwsClientConfig => {
  const config = { ...COMMON, endpoint: fauxqs };
  return {
    s3: { ...config, forcePathStyle: true },
    sqs: config,
    sns: config,
    dynamodb: { ...COMMON, endpoint: dynamodb },
    sfn: { ...COMMON, endpoint: sfn },
  };
};
