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

  it('is given by a variable beside an emulator, which knows no callers', async () => {
    const local = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    expect(await findActor({ ...local, OPS_ACTOR: 'ana' })).toBe('ana');
    await expect(findActor(local)).rejects.toThrow('OPS_ACTOR is not set');
  });
});
