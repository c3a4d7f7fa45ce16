import { S3Client } from '@aws-sdk/client-s3';
import { startProvisionedAws } from '@recordings/local-aws';
import { makeSignedHttp } from '@recordings/signed-http';
import { startVerifyingProxy } from '@recordings/test-kit';
import { physicalName, quarantineBucket } from '@recordings/topology';
import { makeRecordingStore } from '../src/make-recording-store.ts';
import type { SignedHttp } from '../src/signed-s3.ts';
import { s3Settings } from './store-fixture.ts';

const SECRET = 'a-secret-of-tests';
const PUTS: ReadonlySet<string> = new Set(['PutObjectCommand', 'UploadPartCommand']);

export const signedHttp = makeSignedHttp({
  connectionTimeoutMs: 2_000,
  silenceTimeoutMs: 5_000,
  maxConnections: 30,
});

/** An embedded S3 behind a proxy that refuses what is not signed as it should be. */
export const startSignedFixture = async () => {
  const local = await startProvisionedAws();
  const proxy = await startVerifyingProxy(String(local.aws.environment.AWS_ENDPOINT_URL_S3), SECRET);
  return {
    local,
    proxy,
    quarantine: physicalName(local.prefix, quarantineBucket),
    stop: async () => {
      await proxy.stop();
      await local.stop();
    },
  };
};

export type SignedFixture = Awaited<ReturnType<typeof startSignedFixture>>;

/** A store behind the proxy, and the PutObjects and UploadParts that its SDK sends. */
export const storeBehind = (
  { local, proxy, quarantine }: SignedFixture,
  { send = signedHttp, settings = {} }: { readonly send?: SignedHttp; readonly settings?: object } = {},
) => {
  const bySdk: string[] = [];
  const s3 = new S3Client({
    ...local.aws.clientConfig.s3,
    endpoint: proxy.url,
    credentials: { accessKeyId: 'local', secretAccessKey: SECRET },
  });
  s3.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        if (PUTS.has(commandName)) bySdk.push(commandName);
        return next(args);
      },
    { step: 'initialize' },
  );
  const signed = { signedHttp: send, encryption: s3Settings({ ...settings }) };
  return { store: makeRecordingStore({ s3, quarantineBucket: quarantine, signed }), bySdk };
};
