import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { configBucket, physicalName } from '@recordings/topology';
import { ConfigurationError } from '../src/configuration-error.ts';
import { loadRegistry } from '../src/registry/load-registry.ts';

const sample = join(import.meta.dirname, '../../../../config/registry.yaml');

describe('a registry in S3', () => {
  let local: ProvisionedAws;
  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterAll(() => local.stop());

  const addressOf = (key: string): string => `s3://${physicalName(local.prefix, configBucket)}/${key}`;
  const load = (address: string) => loadRegistry(address, { s3: local.aws.clientConfig.s3 });
  const put = (Key: string, Body: string) =>
    local.clients.s3.send(
      new PutObjectCommand({ Bucket: physicalName(local.prefix, configBucket), Key, Body }),
    );

  it('is read like a file', async () => {
    await put('registry.yaml', await readFile(sample, 'utf8'));
    const [stored, inFile] = [await load(addressOf('registry.yaml')), await loadRegistry(sample)];
    expect(JSON.stringify(stored)).toBe(JSON.stringify(inFile));
    expect(stored.findGroup('NF_Claims')?.tenant).toBe('northfield');
  });

  it('is named with its address if it does not exist', async () => {
    const missing = load(addressOf('nowhere.yaml'));
    await expect(missing).rejects.toThrow(/^registry file s3:\/\/.*-config\/nowhere\.yaml: /);
    await expect(missing).rejects.toBeInstanceOf(ConfigurationError);
  });

  it('is named with its address and the wrong place in it', async () => {
    await put('broken.yaml', 'version: 2');
    await expect(load(addressOf('broken.yaml'))).rejects.toThrow(
      /registry file s3:\/\/.*\/broken\.yaml: .*version/s,
    );
  });

  it.each(['s3://', 's3://bucket', 's3://bucket/', 's3:///key'])(
    'cannot have the address %s',
    async (address) => {
      await expect(load(address)).rejects.toThrow(`registry file ${address}: expected s3://{bucket}/{key}`);
    },
  );
});
