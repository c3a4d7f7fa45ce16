import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { SSMClientConfig } from '@aws-sdk/client-ssm';
import { isS3Address } from '../read-s3-text.ts';
import { makeFileSource } from './file-source.ts';
import type { RegistrySource } from './registry-source.ts';
import { makeS3Source } from './s3-source.ts';
import { makeSsmSource } from './ssm-source.ts';

const SSM = 'ssm:';

/** Region, credentials and endpoint, if they do not come from the environment. */
export type AwsOverrides = { readonly s3?: S3ClientConfig; readonly ssm?: SSMClientConfig };

/**
 * @param address a path, `s3://{bucket}/{key}` or `ssm:{name of a parameter}`.
 * @throws {Error} if an address that begins with `s3://` or `ssm:` is not one of these.
 */
export const openSource = (address: string, { s3 = {}, ssm = {} }: AwsOverrides): RegistrySource => {
  if (isS3Address(address)) return makeS3Source(address, s3);
  if (!address.startsWith(SSM)) return makeFileSource(address);
  const name = address.slice(SSM.length);
  if (!/^\/?[\w./-]+$/.test(name))
    throw new Error('expected ssm:{name of a parameter}, as ssm:/recordings/registry');
  return makeSsmSource(name, ssm);
};
