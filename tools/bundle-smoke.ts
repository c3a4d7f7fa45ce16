import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { smokeBundle } from './bundle-smoke/smoke-bundle.ts';
import { readAppConfigs } from './environment-docs/read-app-configs.ts';

/** A service needs none. */
const argsOf: Readonly<Record<string, readonly string[]>> = { ops: ['missing'] };

const faults: string[] = [];
const apps = await readAppConfigs();
for (const { app, variables } of apps) {
  const missing = variables.filter(({ required }) => required).map(({ name }) => name);
  if (missing.length === 0) continue; // It would start.
  const bundle = resolve('apps', app, 'dist/main.js');
  const fault = await smokeBundle(bundle, missing, tmpdir(), argsOf[app]);
  if (fault !== undefined) faults.push(`${app}: ${fault}`);
}
if (apps.length === 0) faults.push('no app has a src/config.ts');
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
