import type { AwsClientConfig } from './aws-clients.ts';
import { startDynamodb } from './start-dynamodb.ts';
import { startFauxqs } from './start-fauxqs.ts';

const REGION = 'us-east-1';
/** The emulators do not check credentials, but the SDK cannot sign without any. */
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

export type LocalAws = {
  /** Environment variables that make the AWS SDK v3 and the services of another process use these emulators. */
  readonly environment: Readonly<Record<string, string>>;
  /** Endpoint and credentials for clients made in this process. */
  readonly clientConfig: AwsClientConfig;
  /** Ends the emulators; their content is lost. */
  stop(): Promise<void>;
};

/**
 * Starts embedded S3, SQS, SNS and DynamoDB, empty, in memory, on loopback only.
 *
 * @param options.port port of S3, SQS and SNS; DynamoDB takes the next one. 0 (the default) means any free ports.
 * @throws if a port is taken.
 */
export const startLocalAws = async ({ port = 0 }: { port?: number } = {}): Promise<LocalAws> => {
  const fauxqs = await startFauxqs(port);
  const dynamodb = await startDynamodb(port === 0 ? 0 : port + 1).catch(async (error: unknown) => {
    await fauxqs.stop();
    throw error;
  });

  return {
    environment: environmentOf(fauxqs.endpoint, dynamodb.endpoint),
    clientConfig: clientConfigOf(fauxqs.endpoint, dynamodb.endpoint),
    stop: async () => {
      await Promise.all([fauxqs.stop(), dynamodb.stop()]);
    },
  };
};

const environmentOf = (endpoint: string, dynamodbEndpoint: string): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  // The SDK refuses both together with an endpoint, and the user's environment may set them.
  AWS_USE_FIPS_ENDPOINT: 'false',
  AWS_USE_DUALSTACK_ENDPOINT: 'false',
  S3_FORCE_PATH_STYLE: 'true',
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_ENDPOINT_URL_SQS: endpoint,
  AWS_ENDPOINT_URL_SNS: endpoint,
  AWS_ENDPOINT_URL_DYNAMODB: dynamodbEndpoint,
});

const clientConfigOf = (endpoint: string, dynamodbEndpoint: string): AwsClientConfig => {
  const config = {
    region: REGION,
    credentials: CREDENTIALS,
    endpoint,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  };
  return {
    s3: { ...config, forcePathStyle: true },
    sqs: config,
    sns: config,
    dynamodb: { ...config, endpoint: dynamodbEndpoint },
  };
};
