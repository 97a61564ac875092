#!/usr/bin/env node
// Writes the schema of hashicorp/aws for the named types, as the JSON that main.go serves.
//   schema.js PACKAGE TYPE...     PACKAGE: the unpacked npm package @cdktn/provider-aws; TYPE: lb, data-aws-ami, provider ...
//
// The package has a class for each resource, made from the provider's own schema. It is loaded here with a stand-in for its
// library, which answers each call with a note of what was asked for. An instance's getters then tell names and types, its
// synthesizeHclAttributes() tells arguments and blocks, and the comments in its source tell what is computed, optional or required.
'use strict';
const Module = require('node:module');
const path = require('node:path');

/** What a getter or a mapper of the library returns here: the type that was asked for. */
class Note {
  constructor(type, name) {
    this.type = type;
    this.name = name;
  }
}

const ATTRIBUTE_GETTERS = {
  getStringAttribute: 'string',
  getNumberAttribute: 'number',
  getBooleanAttribute: 'bool',
  getListAttribute: ['list', 'string'],
  getNumberListAttribute: ['list', 'number'],
  getStringMapAttribute: ['map', 'string'],
  getNumberMapAttribute: ['map', 'number'],
  getBooleanMapAttribute: ['map', 'bool'],
  getAnyMapAttribute: ['map', 'dynamic'],
  interpolationForAttribute: 'dynamic',
};

class Element {
  constructor(...args) {
    this.args = args;
  }
}
for (const [getter, type] of Object.entries(ATTRIBUTE_GETTERS)) {
  Element.prototype[getter] = (name) => new Note(type, name);
}
Element.prototype.markWriteOnlyAttribute = () => 'write-only';
class TerraformResource extends Element {}
class TerraformDataSource extends Element {}
class TerraformProvider extends Element {}
class ComplexObject extends Element {}
class ComplexComputedList extends Element {}
/** Many blocks or objects; args: parent, name, whether it is a set. */
class ComplexList extends Element {}
class ComplexMap extends Element {}

/** A map of simple values, and a list of such maps; args: parent, name. */
const simpleMap = (type) => class extends Element {
  constructor(...args) {
    super(...args);
    this.note = new Note(['map', type], args[1]);
  }
};
const simpleMapList = (type) => class extends Element {
  constructor(...args) {
    super(...args);
    this.note = new Note([args[2] ? 'set' : 'list', ['map', type]], args[1]);
  }
};

/** Every field of it is itself, so that all arguments of a struct look as if they were set. */
const everything = new Proxy({}, { get: (_, key) => (key === Symbol.toPrimitive ? () => '' : everything) });

/** Marks what may be written as blocks and is an attribute all the same, such as a security group's ingress. */
const AS_ATTRIBUTE = Symbol('attribute');

const library = {
  TerraformResource, TerraformDataSource, TerraformProvider, ComplexObject, ComplexList, ComplexMap, ComplexComputedList,
  StringMap: simpleMap('string'), NumberMap: simpleMap('number'), BooleanMap: simpleMap('bool'), AnyMap: simpleMap('dynamic'),
  StringMapList: simpleMapList('string'), NumberMapList: simpleMapList('number'),
  BooleanMapList: simpleMapList('bool'), AnyMapList: simpleMapList('dynamic'),
  canInspect: () => true,
  isComplexElement: () => false,
  Tokenization: { isResolvable: () => false },
  Fn: { tolist: (note) => new Note(['set', note.type[1]], note.name) },
  Token: { asNumberList: (note) => note, asString: (note) => note },
  listMapperHcl: (mapper, block) => () => (block ? mapper(everything) : { [AS_ATTRIBUTE]: true, ...mapper(everything) }),
  hashMapperHcl: (mapper) => () => mapper(everything),
};
for (const kind of ['string', 'number', 'boolean', 'any']) library[`${kind}ToHclTerraform`] = () => kind;

const load = Module._load;
Module._load = function (request, ...rest) {
  return request === 'cdktn' ? library : load.call(this, request, ...rest);
};

const BY_STORAGE = {
  string: 'string', number: 'number', boolean: 'bool', any: 'dynamic',
  stringList: ['list', 'string'], numberList: ['list', 'number'], booleanList: ['list', 'bool'],
  stringMap: ['map', 'string'], numberMap: ['map', 'number'], booleanMap: ['map', 'bool'], anyMap: ['map', 'dynamic'],
};

function fail(message) {
  process.stderr.write(`schema.js: ${message}\n`);
  process.exit(1);
}

/** The comments of a class: name → {computed, optional, required}. */
function flagsOf(element) {
  const flags = new Map();
  const source = element.constructor.toString();
  for (const m of source.matchAll(/\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)/g)) {
    flags.set(m[1], Object.fromEntries(['computed', 'optional', 'required'].map((k, i) => [k, m[i + 2] === 'true'])));
  }
  return flags;
}

/** The getters and fields of an element: name → Note, or the element of nested ones. */
function valuesOf(element) {
  const values = new Map();
  const put = (value) => {
    if (value instanceof Note) values.set(value.name, value);
    else if (value?.note) values.set(value.note.name, value.note);
    else if (value instanceof Element) values.set(value.args[1], value);
  };
  for (const key of Object.keys(element)) put(element[key]);
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(element)))) {
    // Neither the whole struct nor an argument's raw value: those are no attributes.
    if (property.get && key !== 'internalValue' && !key.endsWith('Input')) put(property.get.call(element));
  }
  return values;
}

const many = (element) => element instanceof ComplexList || element instanceof ComplexMap;
const nesting = (element) => (element instanceof ComplexMap ? 'map' : element.args[2] ? 'set' : 'list');
const objectType = (block) => ['object', {
  ...Object.fromEntries(Object.entries(block.attributes).map(([name, a]) => [name, a.type])),
  ...Object.fromEntries(Object.entries(block.block_types).map(([name, b]) => [name,
    b.nesting_mode === 'single' ? objectType(b.block) : [b.nesting_mode, objectType(b.block)]])),
}];

/** An element as a block. `inputs` is what its synthesis says of its arguments; without it all that is nested is computed. */
function blockOf(element, inputs) {
  const block = { attributes: {}, block_types: {} };
  const values = valuesOf(element);
  for (const [name, flags] of flagsOf(element)) {
    const value = values.get(name);
    const input = inputs?.[name];
    if (value === undefined) fail(`${element.constructor.name}: no value of ${name}`);
    if (value instanceof Note) {
      let type = value.type;
      // Lists and sets have the same getter at times; the synthesis tells them apart.
      if (input?.type === 'set' && type[0] === 'list') type = ['set', type[1]];
      block.attributes[name] = { type, ...flags, write_only: input?.value === 'write-only' };
      continue;
    }
    const inner = blockOf(many(value) ? value.get(0) : value, typeof input?.value === 'object' ? input.value : undefined);
    if (!input || !input.isBlock || input.value[AS_ATTRIBUTE]) {
      const type = objectType(inner);
      const single = input?.type === 'struct';
      block.attributes[name] = { type: single ? type : [nesting(value), type], ...flags };
    } else if (input.type === 'struct') {
      block.block_types[name] = { nesting_mode: 'single', block: inner };
    } else {
      const nest = many(value) ? nesting(value) : input.type === 'set' ? 'set' : 'list';
      block.block_types[name] = {
        nesting_mode: nest, block: inner, min_items: flags.required ? 1 : 0, max_items: many(value) ? 0 : 1,
      };
    }
  }
  return block;
}

/** Arguments alone, as the synthesis tells them: the provider's own class has no more. */
function blockOfArguments(inputs) {
  const block = { attributes: {}, block_types: {} };
  for (const [name, input] of Object.entries(inputs)) {
    if (input.isBlock) {
      block.block_types[name] = { nesting_mode: input.type === 'set' ? 'set' : 'list', block: blockOfArguments(input.value) };
    } else {
      const type = BY_STORAGE[input.storageClassType] ?? fail(`provider: no type of ${name}`);
      block.attributes[name] = { type: input.type === 'set' ? ['set', type[1]] : type, optional: true };
    }
  }
  return block;
}

function main([root, ...names]) {
  if (!root || names.length === 0) fail('usage: schema.js PACKAGE TYPE...');
  const result = { provider: null, resource_schemas: {}, data_source_schemas: {} };
  for (const name of names) {
    const all = require(path.resolve(root, 'lib', name, 'index.js'));
    const type = Object.values(all).find((c) => typeof c === 'function' && Object.hasOwn(c, 'tfResourceType')) ??
      fail(`${name}: no class`);
    const element = new type({}, name, {});
    for (const value of Object.values(element)) {
      if (value instanceof Element) Object.defineProperty(value, 'internalValue', { value: everything });
    }
    const inputs = element.synthesizeHclAttributes();
    if (element instanceof TerraformProvider) {
      result.provider = blockOfArguments(inputs);
      continue;
    }
    const block = blockOf(element, inputs);
    block.attributes.id ??= { type: 'string', optional: true, computed: true };
    const where = element instanceof TerraformDataSource ? 'data_source_schemas' : 'resource_schemas';
    result[where][type.tfResourceType] = block;
  }
  process.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
}

main(process.argv.slice(2));
