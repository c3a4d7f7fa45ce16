import { readFile } from 'node:fs/promises';

export type Container = {
  readonly nodeOptions: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** What the image gives each service: options of Node, and the settings of the C library's memory. */
export const readContainer = async (): Promise<Container> => {
  const dockerfile = await readFile(new URL('../../docker/Dockerfile', import.meta.url), 'utf8');
  const [, entryPoint = '[]'] = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile) ?? [];
  const nodeOptions = (JSON.parse(entryPoint) as string[]).filter((argument) => argument.startsWith('--'));
  const settings = dockerfile.matchAll(/\b(MALLOC_\w+)=(\S+)/g);
  const environment = Object.fromEntries([...settings].map(([, name = '', value = '']) => [name, value]));
  if (nodeOptions.length === 0) throw new Error('docker/Dockerfile names no options of Node');
  return { nodeOptions, environment };
};
