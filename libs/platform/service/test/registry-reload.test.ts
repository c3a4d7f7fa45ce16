import { rename, rm } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { startProvisionedAws } from '@recordings/local-aws';
import {
  makeRegistryFile,
  replaceFile,
  startServer,
  waitUntil,
  writeRegistryFile,
} from '@recordings/test-kit';
import { configBucket, physicalName } from '@recordings/topology';
import { ConfigurationError } from '../src/index.ts';
import { startTestRegistry } from './start-test-registry.ts';

const acme = { name: 'Acme_EN', tenant: 'acme' } as const;
const bolt = { name: 'Bolt_EN', tenant: 'bolt', lineOfBusiness: { default: 'loans' } } as const;
const one = JSON.stringify(makeRegistryFile(acme));
const two = JSON.stringify(makeRegistryFile(acme, bolt));
const bad = JSON.stringify(makeRegistryFile({ ...acme, retentionDays: 0 }));

const places = {
  file: async () => {
    const { path, remove } = await writeRegistryFile(makeRegistryFile(acme));
    return { address: path, overrides: {}, put: (text: string) => replaceFile(path, text), stop: remove };
  },
  S3: async () => {
    const { aws, clients, prefix, stop } = await startProvisionedAws();
    const place = { Bucket: physicalName(prefix, configBucket), Key: 'registry.yaml' };
    const put = async (Body: string) =>
      void (await clients.s3.send(new PutObjectCommand({ ...place, Body })));
    await put(one);
    const overrides = { s3: aws.clientConfig.s3 };
    return { address: `s3://${place.Bucket}/${place.Key}`, overrides, put, stop };
  },
  SSM: async () => {
    let parameter = { Value: one, Version: 1 };
    const asked: unknown[] = [];
    const server = await startServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => asked.push(JSON.parse(text)));
      request.on('end', () => response.end(JSON.stringify({ Parameter: parameter })));
    });
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return {
      address: 'ssm:/recordings/registry',
      overrides: { ssm: { endpoint: server.url, region: 'eu-west-1', credentials } },
      put: async (Value: string) => void (parameter = { Value, Version: parameter.Version + 1 }),
      stop: async () => {
        expect(asked[0]).toEqual({ Name: '/recordings/registry', WithDecryption: true });
        await server.stop();
      },
    };
  },
};

describe.each(Object.entries(places))('a registry in %s', (_, startPlace) => {
  let place: Awaited<ReturnType<typeof startPlace>>;
  let registry: Awaited<ReturnType<typeof startTestRegistry>>;
  beforeEach(async () => {
    place = await startPlace();
    registry = await startTestRegistry(place.address, { overrides: place.overrides });
  });
  afterEach(async () => {
    registry.stop();
    await place.stop();
  });

  it('is used in its new version while the service runs, and the change is logged once', async () => {
    expect(registry.hasGroup('Bolt_EN')).toBe(false);
    await place.put(two);
    await waitUntil('the group is known', () => registry.hasGroup('Bolt_EN'));
    await place.put(`${two}\n# a comment`);
    await place.put(one);
    await waitUntil('the group is gone', () => !registry.hasGroup('Bolt_EN'));
    const [added, removed, ...others] = registry.logged('registry_changed');
    expect(added).toMatchObject({
      level: 'info',
      groupsAdded: ['Bolt_EN of bolt'],
      tenantsAdded: ['bolt'],
      linesOfBusinessAdded: ['loans'],
    });
    expect(removed).toMatchObject({ groupsRemoved: ['Bolt_EN of bolt'] });
    expect(others).toEqual([]);
    expect(await registry.changes()).toBe(2);
    expect(await registry.failures()).toBe(0);
  });

  it('stays in its last good version when a wrong one comes, and says what is wrong', async () => {
    await place.put(bad);
    await waitUntil('the fault is counted again and again', async () => (await registry.failures()) > 2);
    expect(registry.hasGroup('Acme_EN')).toBe(true);
    const refusals = registry.logged('registry_refused');
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.['level']).toBe('error');
    const message = JSON.stringify(refusals[0]?.['err']);
    expect(message).toContain(`registry file ${place.address}: `);
    expect(message).toContain('must be a whole number of days, 1 to 3650; it is 0');
    expect(message).toContain('groups[0].retentionDays');

    await place.put(two);
    await waitUntil('the corrected version is used', () => registry.hasGroup('Bolt_EN'));
    await waitUntil('it is logged', () => registry.logged('registry_accepted').length > 0);
    const counted = await registry.failures();
    await place.put(one);
    await waitUntil('another version is used', () => !registry.hasGroup('Bolt_EN'));
    expect(await registry.failures()).toBe(counted);
  });
});

describe('a registry that is read again', () => {
  let file: Awaited<ReturnType<typeof places.file>>;
  beforeEach(async () => {
    file = await places.file();
  });
  afterEach(() => file.stop());

  it('stays in use while its file is missing', async () => {
    const registry = await startTestRegistry(file.address);
    await rename(file.address, `${file.address}.away`);
    await waitUntil('the fault is counted', async () => (await registry.failures()) > 0);
    expect(registry.hasGroup('Acme_EN')).toBe(true);
    await rename(`${file.address}.away`, file.address);
    await waitUntil('it is read again', () => registry.logged('registry_accepted').length > 0);
    await rm(file.address);
    await waitUntil('the next fault is logged', () => registry.logged('registry_refused').length > 1);
    await file.put(one);
    registry.stop();
  });

  it('is refused if the service needs more of it', async () => {
    const check = (given: { readonly groups: readonly unknown[] }): void => {
      if (given.groups.length > 1) throw new Error('groups[1].credentials: "bolt-ocp" is not known');
    };
    const registry = await startTestRegistry(file.address, { check });
    await file.put(two);
    await waitUntil('it is refused', () => registry.logged('registry_refused').length > 0);
    expect(registry.hasGroup('Bolt_EN')).toBe(false);
    registry.stop();
  });

  it('comes into use as soon as the service has what it lacked', async () => {
    const lacking = new Set(['bolt-ocp']);
    const check = ({ groups }: { readonly groups: readonly { readonly credentials: string }[] }): void => {
      if (groups.some(({ credentials }) => lacking.has(credentials))) throw new Error('no credentials');
    };
    const registry = await startTestRegistry(file.address, { check });
    await file.put(two);
    await waitUntil('it is refused', async () => (await registry.failures()) > 2);
    lacking.clear();
    await waitUntil('it is used', () => registry.hasGroup('Bolt_EN'));
    expect(registry.logged('registry_refused')).toHaveLength(1);
    registry.stop();
  });

  it('makes what depends on it once for each version', async () => {
    const registry = await startTestRegistry(file.address);
    let made = 0;
    const count = registry.derive(({ groups }) => ({ groups: groups.length, made: (made += 1) }));
    expect([count(), count()]).toEqual([
      { groups: 1, made: 1 },
      { groups: 1, made: 1 },
    ]);
    await file.put(two);
    await waitUntil('it is made anew', () => count().groups === 2);
    expect(made).toBe(2);
    registry.stop();
  });

  it('cannot be changed by one of its readers', async () => {
    const registry = await startTestRegistry(file.address);
    const [group] = registry.current().groups;
    expect(() => Object.assign(group!, { retentionDays: 1 })).toThrow(TypeError);
    expect(() => Object.assign(group!.recording, { enabled: false })).toThrow(TypeError);
    registry.stop();
  });

  it('prevents the start if its first version is wrong', async () => {
    await file.put(bad);
    const starting = startTestRegistry(file.address);
    await expect(starting).rejects.toBeInstanceOf(ConfigurationError);
    await expect(starting).rejects.toThrow(/^registry file .*retentionDays/s);
  });

  it.each(['ssm:', 'ssm:/a b', 'ssm:?x'])('cannot have the address %s', async (address) => {
    await expect(startTestRegistry(address)).rejects.toThrow(
      `registry file ${address}: expected ssm:{name of a parameter}`,
    );
  });
});
