const { constants, createContext } = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { installCommonGlobals } = require('jest-util');
const { forgetImporters } = require('./keep-compiled.cjs');

/** Taken from Node although the context has its own: what Node's modules return is an instance of these. */
const TAKEN_FROM_NODE = ['ArrayBuffer', 'Uint8Array', 'Buffer'];

/** Read late: some of Node's globals load a module when they are first read. */
const lateProperty = (name) => ({
  configurable: true,
  enumerable: Object.getOwnPropertyDescriptor(globalThis, name).enumerable,
  get: () => globalThis[name],
  set(value) {
    Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
  },
});

/**
 * Jest's environment for Node, with an ordinary global object. In Jest's own, each use of a global such as `Math` or
 * `Promise` asks a proxy: that takes half a microsecond, a fifth of the time that the virtual worlds take.
 */
module.exports = class PlainEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const { projectConfig } = config;
    const global = createContext(constants.DONT_CONTEXTIFY);
    for (const name of Object.getOwnPropertyNames(globalThis))
      if (!Object.hasOwn(global, name)) Object.defineProperty(global, name, lateProperty(name));
    for (const name of TAKEN_FROM_NODE) global[name] = globalThis[name];
    global.global = global;
    installCommonGlobals(global, projectConfig.globals);
    this.global = global;
    this.context = global;
    this.moduleMocker = new this.moduleMocker.constructor(global);
    this.fakeTimersModern = new this.fakeTimersModern.constructor({ config: projectConfig, global });
  }

  async teardown() {
    forgetImporters();
    await super.teardown();
  }
};
