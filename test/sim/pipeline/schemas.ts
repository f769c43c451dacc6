import { Ajv } from 'ajv'

/**
 * What receivers take, written from their documentation (stream-formats.md), not from our code: unknown keys are errors, so that
 * a field under a wrong name is seen.
 */
const ajv = new Ajv({ allErrors: true, strict: false })

const text = { type: 'string' }
const time = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
})

const agent = object({
  id: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
  name: text,
  type: { enum: ['winlogbeat', 'filebeat'] },
  version: text,
})
const common = {
  '@timestamp': time,
  agent,
  ecs: object({ version: text }),
  host: object({ name: text }),
  message: text,
}
const labels = { type: 'object', additionalProperties: text }
const levels = { enum: ['critical', 'error', 'warning', 'information', 'verbose'] }

const winlog = object(
  {
    activity_id: text,
    api: { enum: ['wineventlog', 'eventlogging'] },
    channel: text,
    computer_name: text,
    event_data: { type: 'object', additionalProperties: text },
    event_id: { type: 'string', pattern: '^\\d+$' },
    keywords: { type: 'array', items: text },
    opcode: text,
    process: object({ pid: { type: 'integer' }, thread: object({ id: { type: 'integer' } }) }),
    provider_guid: { type: 'string', pattern: '^\\{[0-9A-Fa-f-]{36}\\}$' },
    provider_name: text,
    record_id: { type: 'integer' },
    task: text,
    user: object({ identifier: { type: 'string', pattern: '^S-1-' } }),
    user_data: { type: 'object', additionalProperties: text },
    version: { type: 'integer' },
  },
  ['api', 'channel', 'computer_name', 'event_id', 'keywords', 'provider_name', 'record_id'],
)

export const WINLOGBEAT = ajv.compile(
  object(
    {
      ...common,
      event: object({ action: text, code: text, created: time, kind: { const: 'event' }, provider: text }, [
        'code',
        'created',
        'kind',
        'provider',
      ]),
      labels,
      log: object({ level: levels }),
      winlog,
    },
    [...Object.keys(common), 'event', 'log', 'winlog'],
  ),
)

export const FILEBEAT = ajv.compile(
  object(
    {
      ...common,
      input: object({ type: { const: 'filestream' } }),
      labels,
      log: object({ file: object({ path: text }) }),
    },
    [...Object.keys(common), 'input', 'log'],
  ),
)

/** The JSON form of opentelemetry-proto's logs.proto and common.proto: 64 bits are a text, one kind of value at a time. */
const ANY_VALUE = { $ref: '#/definitions/any' }
const keyValue = object({ key: text, value: ANY_VALUE })
const nanos = { type: 'string', pattern: '^\\d{19}$' }
export const OTLP = ajv.compile({
  definitions: {
    any: {
      oneOf: [
        object({ stringValue: text }),
        object({ boolValue: { type: 'boolean' } }),
        object({ intValue: { type: 'string', pattern: '^-?\\d+$' } }),
        object({ arrayValue: object({ values: { type: 'array', items: ANY_VALUE } }) }),
        object({ kvlistValue: object({ values: { type: 'array', items: keyValue } }) }),
      ],
    },
  },
  ...object({
    resourceLogs: {
      type: 'array',
      minItems: 1,
      items: object({
        resource: object({ attributes: { type: 'array', items: keyValue } }),
        scopeLogs: {
          type: 'array',
          items: object({
            scope: { type: 'object', maxProperties: 0 },
            logRecords: {
              type: 'array',
              items: object(
                {
                  timeUnixNano: nanos,
                  observedTimeUnixNano: nanos,
                  severityNumber: { type: 'integer', minimum: 1, maximum: 24 },
                  severityText: text,
                  body: ANY_VALUE,
                  attributes: { type: 'array', items: keyValue },
                },
                ['timeUnixNano', 'observedTimeUnixNano', 'body', 'attributes'],
              ),
            },
          }),
        },
      }),
    },
  }),
})

export const HEC = ajv.compile(
  object(
    {
      time: { type: 'number' },
      host: text,
      source: text,
      sourcetype: text,
      index: text,
      event: { type: 'string', pattern: '\\S' },
      fields: { type: 'object', additionalProperties: text },
    },
    ['event'],
  ),
)
