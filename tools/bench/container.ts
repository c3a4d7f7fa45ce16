import { readFile } from 'node:fs/promises';

export type Container = {
  readonly nodeOptions: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** What an image gives its service: options of Node, and the settings of the C library's memory. */
export const readContainer = async (memory: 'usual' | 'small'): Promise<Container> => {
  const dockerfile = await readFile(new URL('../../docker/Dockerfile', import.meta.url), 'utf8');
  const [app = '', ...others] = dockerfile.split(/^(?=FROM app AS )/m);
  const stage = others.find((text) => text.startsWith(`FROM app AS memory-${memory}\n`)) ?? '';
  const [, entryPoint = '[]'] = /^ENTRYPOINT (\[.*\])$/m.exec(stage) ?? [];
  const nodeOptions = (JSON.parse(entryPoint) as string[]).filter((argument) => argument.startsWith('--'));
  const settings = (app + stage).matchAll(/\b(MALLOC_\w+)=(\S+)/g);
  const environment = Object.fromEntries([...settings].map(([, name = '', value = '']) => [name, value]));
  if (nodeOptions.length === 0) throw new Error('docker/Dockerfile names no options of Node');
  return { nodeOptions, environment };
};
