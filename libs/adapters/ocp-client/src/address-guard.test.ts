import type { LookupFunction } from 'node:net';
import { OcpForbiddenHostError } from '@recordings/reconciliation';
import { makeGuardedLookup } from './address-guard.ts';

const resolvingTo =
  (...addresses: string[]): LookupFunction =>
  (_, { all }, callback) =>
    all === true
      ? callback(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )
      : callback(null, addresses[0]!, 4);

const resolve = (addresses: string[], { all = true, privateHosts = [] as string[] } = {}): Promise<unknown> =>
  new Promise((done, fail) => {
    const lookup = makeGuardedLookup(privateHosts, resolvingTo(...addresses));
    lookup('Files.example', { all }, (error, found) => (error ? fail(error) : done(found)));
  });

describe('the lookup of a host', () => {
  it.each(['203.0.114.7', '2600:1f18::7', '172.32.0.1', '100.128.0.1'])(
    'gives a public address: %s',
    async (address) => {
      expect(await resolve([address])).toMatchObject([{ address }]);
      expect(await resolve([address], { all: false })).toBe(address);
    },
  );

  const internal = [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '0.0.0.0',
    '::',
    '::1',
    'fd12::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
  ];
  it.each(internal)(
    'refuses a loopback or private address, unless the host is named: %s',
    async (address) => {
      await expect(resolve([address])).rejects.toBeInstanceOf(OcpForbiddenHostError);
      await expect(resolve([address], { all: false })).rejects.toBeInstanceOf(OcpForbiddenHostError);
      await expect(resolve([address], { privateHosts: ['other.example'] })).rejects.toThrow(address);
      expect(await resolve([address], { privateHosts: ['files.EXAMPLE'] })).toMatchObject([{ address }]);
    },
  );

  it.each([
    '169.254.169.254',
    '169.254.170.2',
    'fe80::1',
    'febf::1',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
  ])('refuses a link-local address of any host: %s', async (address) => {
    const named = { privateHosts: ['files.example'] };
    await expect(resolve([address], named)).rejects.toThrow('never allowed');
  });

  it('refuses a host that has one forbidden address beside a public one', async () => {
    await expect(resolve(['203.0.114.7', '10.0.0.1'])).rejects.toMatchObject({
      code: 'OCP_FORBIDDEN_HOST',
      fault: 'configuration',
    });
  });

  it('passes on that a host is unknown', async () => {
    const unknown: LookupFunction = (_, __, callback) => callback(new Error('ENOTFOUND'), '');
    const lookup = makeGuardedLookup([], unknown);
    const error = await new Promise((done) => lookup('x', {}, (reason) => done(reason)));
    expect(error).toMatchObject({ message: 'ENOTFOUND' });
  });
});
