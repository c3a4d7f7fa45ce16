import type { Registry } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import type { ExecutionRecord } from '@recordings/reconciliation';
import type { Credential } from '@recordings/service';

export type ReadExecutionsDeps = {
  readonly executions: Pick<Stores['executions'], 'get' | 'newest'>;
  readonly registry: Pick<Registry, 'tenants'>;
};

export type ReadExecutions = {
  /** @returns undefined if there is no such execution that the credential may read. */
  get(credential: Credential, executionId: string): Promise<ExecutionRecord | undefined>;
  /** The newest first. */
  list(credential: Credential, limit: number): Promise<ExecutionRecord[]>;
};

/** A list looks at so many executions at most. */
const MAX_LOOKED_AT = 1_000;

/** Executions as a credential may see them: only those whose tenants it reaches, because figures tell of their calls. */
export const makeReadExecutions = ({ executions, registry }: ReadExecutionsDeps): ReadExecutions => {
  const allTenants = () => registry.tenants.map(({ id }) => id);
  const maySee = ({ tenants }: Credential, { scope }: ExecutionRecord): boolean =>
    (scope.tenantIds ?? allTenants()).every((tenant) => tenants.includes(tenant));
  return {
    get: async (credential, executionId) => {
      const record = await executions.get(executionId);
      return record && maySee(credential, record) ? record : undefined;
    },
    list: async (credential, limit) => {
      const seen: ExecutionRecord[] = [];
      let lookedAt = 0;
      for await (const page of executions.newest()) {
        seen.push(...page.filter((record) => maySee(credential, record)));
        lookedAt += page.length;
        if (seen.length >= limit || lookedAt >= MAX_LOOKED_AT) break;
      }
      return seen.slice(0, limit);
    },
  };
};
