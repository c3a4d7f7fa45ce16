import { parseArgs } from 'node:util';
import { App, Validations } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';
import { makeStage } from './make-stage.ts';
import { loadStage, stageNames } from './settings/load-stage.ts';

/** The CDK command line names the folder for the templates by this variable. */
const OUTPUT_VARIABLE = 'CDK_OUTDIR';
const OUTPUT = 'cdk.out';

/**
 * Writes the templates of the stage that the context names, else of all stages. It needs no network and no credentials.
 *
 * @throws {Error} naming each finding of cdk-nag that is not acknowledged.
 */
export const synthesize = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CloudAssembly => {
  const app = new App({ outdir: environment[OUTPUT_VARIABLE] ?? OUTPUT, context: contextOf(args) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stage = app.node.tryGetContext('stage') as string | undefined;
  const imageVersion = app.node.tryGetContext('imageVersion') as string | undefined;
  for (const name of stage === undefined ? stageNames : [stage])
    makeStage(app, loadStage(name, imageVersion));
  return app.synth();
};

/** `--context name=value`, as on the CDK command line, which gives its own by a variable that CDK reads. */
const contextOf = (args: readonly string[]): Record<string, string> => {
  const { context } = parseArgs({
    args: [...args],
    options: { context: { type: 'string', multiple: true, short: 'c' } },
  }).values;
  return Object.fromEntries(
    (context ?? []).map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Error(`--context ${pair}: expected name=value`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
};
