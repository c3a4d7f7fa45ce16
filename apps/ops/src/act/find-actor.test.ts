import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findActor } from './find-actor.ts';

const ARN = 'arn:aws:sts::111111111111:assumed-role/calls-prod-operator/ana@example.com';

/** Answers as STS does. */
const startSts = async () => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/xml');
    response.end(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${ARN}</Arn><UserId>AROA:ana@example.com</UserId><Account>111111111111</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
};

describe('who runs a command', () => {
  it('is the caller as STS names it, with the name of the session', async () => {
    const { url, server } = await startSts();
    const before = { ...process.env };
    Object.assign(process.env, {
      ...{ AWS_ENDPOINT_URL_STS: url, AWS_REGION: 'eu-west-1' },
      ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    });
    try {
      expect(await findActor({ AWS_REGION: 'eu-west-1' })).toBe(ARN);
    } finally {
      process.env = before;
      await new Promise((closed) => server.close(closed));
    }
  });

  it('cannot be given by a variable on AWS, where anybody could claim to be anybody', async () => {
    await expect(findActor({ OPS_ACTOR: 'ana' })).rejects.toThrow('expected only beside an emulator');
  });

  it.each([
    ['the endpoint of STS in its region', { AWS_ENDPOINT_URL_STS: 'https://sts.eu-west-1.amazonaws.com' }],
    ['an emulator of STS alone', { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:4566' }],
    ['the endpoint of a VPC', { AWS_ENDPOINT_URL: 'https://vpce-1.s3.eu-west-1.vpce.amazonaws.com' }],
    [
      'an emulator of one service',
      { AWS_ENDPOINT_URL_S3: 'https://s3.amazonaws.com', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
    ],
    [
      'an emulator of all but the keys',
      {
        AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
        AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://secretsmanager.eu-west-1.amazonaws.com',
        POOLER_CREDENTIALS: 'secretsmanager:prod/pooler-credentials',
      },
    ],
    [
      'an emulator that the SDK is told to ignore',
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    ],
    ['a name that only begins as one of this machine', { AWS_ENDPOINT_URL: 'http://localhost.example.com' }],
  ])('cannot be given by a variable beside %s', async (_, environment) => {
    await expect(findActor({ ...environment, OPS_ACTOR: 'bob' })).rejects.toThrow('AWS knows its callers');
  });

  it('is given by a variable with the stack of docker compose', async () => {
    const compose = { AWS_ENDPOINT_URL: 'http://localstack:4566', AWS_ENDPOINT_URL_S3: '' };
    expect(await findActor({ ...compose, OPS_ACTOR: 'ana' })).toBe('ana');
  });

  it('is given by a variable beside an emulator, which knows no callers', async () => {
    const local = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    expect(await findActor({ ...local, OPS_ACTOR: 'ana' })).toBe('ana');
    await expect(findActor(local)).rejects.toThrow('OPS_ACTOR is not set');
  });
});
