import { parseRegistry, type RegistryGroup } from '@recordings/call-record';
import { ConfigurationError } from '@recordings/service';
import { makeRegistryFile } from '@recordings/test-kit';
import { isDrivenByWorkflow, requireOrchestrators } from './require-orchestrators.ts';

type Orchestrator = NonNullable<RegistryGroup['orchestrator']>;

const groups = parseRegistry(
  makeRegistryFile(
    { name: 'Acme_EN', tenant: 'acme', exportProfile: 'omilia' },
    { name: 'Bolt_EN', tenant: 'bolt' },
  ),
).groups;
const [merging, driven] = groups as [RegistryGroup, RegistryGroup];
const STATE_MACHINE_ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine:prod-reconciliation';
const bySqs = { ORCHESTRATOR: 'sqs', STATE_MACHINE_ARN } as const;
const byStepFunctions = { ORCHESTRATOR: 'step-functions', STATE_MACHINE_ARN } as const;
const under = (orchestrator: Orchestrator, group: RegistryGroup): RegistryGroup => ({
  ...group,
  orchestrator,
});

describe('isDrivenByWorkflow', () => {
  it.each<[Orchestrator, Orchestrator | undefined, boolean]>([
    ['sqs', undefined, false],
    ['step-functions', undefined, true],
    ['sqs', 'step-functions', true],
    ['step-functions', 'sqs', false],
  ])(
    'follows the group, and the variable %s if the group says nothing: %s',
    (ORCHESTRATOR, orchestrator, is) => {
      expect(isDrivenByWorkflow({ ORCHESTRATOR }, orchestrator ? { orchestrator } : {})).toBe(is);
    },
  );
});

describe('requireOrchestrators', () => {
  it('takes groups of both orchestrators, each with a profile that fits', () => {
    const both = [merging, under('step-functions', driven)];
    expect(() => requireOrchestrators(bySqs, both)).not.toThrow();
    expect(() => requireOrchestrators(byStepFunctions, [under('sqs', merging), driven])).not.toThrow();
  });

  it('needs no state machine if Step Functions drives no group', () => {
    expect(() =>
      requireOrchestrators({ ORCHESTRATOR: 'sqs', STATE_MACHINE_ARN: undefined }, groups),
    ).not.toThrow();
  });

  it('refuses a group that Step Functions should drive if there is no state machine, and names it', () => {
    const config = { ORCHESTRATOR: 'sqs', STATE_MACHINE_ARN: undefined } as const;
    const require = () => requireOrchestrators(config, [merging, under('step-functions', driven)]);
    expect(require).toThrow(ConfigurationError);
    expect(require).toThrow(
      `STATE_MACHINE_ARN is required by the orchestrator of: Bolt_EN of bolt (${driven.exportProfile})`,
    );
  });

  it('refuses a group whose profile merges windows, by the variable too, and says what to change', () => {
    expect(() => requireOrchestrators(byStepFunctions, groups)).toThrow(
      'the orchestrator "step-functions" needs an export profile with runningJobsPerGroup "unbounded"; ' +
        'set their orchestrator to "sqs": Acme_EN of acme (omilia)',
    );
    expect(() => requireOrchestrators(bySqs, [under('step-functions', merging)])).toThrow('Acme_EN of acme');
  });
});
