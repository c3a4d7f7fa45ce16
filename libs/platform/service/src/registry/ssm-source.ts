import type { SSMClient, SSMClientConfig } from '@aws-sdk/client-ssm';
import { AWS_TIMEOUTS } from '../aws-timeouts.ts';
import type { RegistrySource } from './registry-source.ts';

/** Reads a parameter of Systems Manager. It has no conditional read; its version says whether the value has changed. */
export const makeSsmSource = (name: string, overrides: SSMClientConfig): RegistrySource => {
  let client: SSMClient | undefined;
  return {
    read: async (known) => {
      // Loaded on the first read: most deployments have the registry in S3.
      const { GetParameterCommand, SSMClient: Client } = await import('@aws-sdk/client-ssm');
      client ??= new Client({ ...overrides, requestHandler: AWS_TIMEOUTS });
      const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      if (Parameter?.Value === undefined) throw new Error('Systems Manager answered without a value');
      const tag = String(Parameter.Version);
      return tag === known ? undefined : { text: Parameter.Value, tag };
    },
    close: () => client?.destroy(),
  };
};
