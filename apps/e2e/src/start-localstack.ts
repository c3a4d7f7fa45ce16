import { LocalstackContainer } from '@testcontainers/localstack';
import getPort from 'get-port';

const IMAGE = 'localstack/localstack:4.14.0';
const CONTAINER_PORT = 4566;
const START_TIMEOUT_MS = 180_000;

export type Localstack = {
  readonly endpoint: string;
  stop(): Promise<void>;
};

/** Starts LocalStack in a container, on a free port of loopback. */
export const startLocalstack = async (image = IMAGE): Promise<Localstack> => {
  const port = await getPort();
  const container = await new LocalstackContainer(image)
    .withExposedPorts({ container: CONTAINER_PORT, host: port })
    .withEnvironment({
      SERVICES: 's3,sqs,sns,dynamodb,stepfunctions,sts,events',
      // Queue URLs name this host and port, so they must be those that the tests reach.
      LOCALSTACK_HOST: `127.0.0.1:${port}`,
      SQS_ENDPOINT_STRATEGY: 'path',
      // Without it, LocalStack accepts presigned URLs that have expired.
      S3_SKIP_SIGNATURE_VALIDATION: '0',
    })
    .withStartupTimeout(START_TIMEOUT_MS)
    .start();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      await container.stop();
    },
  };
};
