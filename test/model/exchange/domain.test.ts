import { describe, expect, it } from 'vitest'
import { accountDomain, sidOf } from '../../../model/installer/accounts.ts'
import type { Machine } from '../../../model/machine/machine.ts'
import { buildServer } from '../../../sim/scenario/build.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'

const SID = 'S-1-5-21-1004336348-1177238915-682003330'

function serverWith(keys: string, name = 'EXCH01'): Machine {
  const text = `title: A\nservers: [{name: ${name}, background: none, ${keys}}]\nsteps: [{wait: 1s}]`
  const loaded = loadScenario(text, 'a.yaml')
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
  return buildServer(loaded.scenario, 0, 7).recorder.machine
}

describe('a server in a domain that is known beforehand', () => {
  it('has its name, and that of the company whose it is', () => {
    const { domain, texture } = serverWith('domain: {name: northwindtraders.com}')
    expect([domain, texture.registeredOrganization]).toEqual(['northwindtraders.com', 'Northwind Traders'])
    expect(serverWith('domain: {name: mail.example.org}').texture.registeredOrganization).toBe('Mail')
  })

  it('has administrators of its own, unless the domain has a security identifier', () => {
    const own = serverWith('domain: {name: contoso.com}')
    expect(accountDomain(own)).toBe('EXCH01')
    expect(sidOf('Administrator', own.texture)).not.toContain(SID)
    const joined = serverWith(`domain: {name: contoso.com, sid: ${SID}}`)
    expect(accountDomain(joined)).toBe('CONTOSO')
    expect(sidOf('Administrator', joined.texture)).toBe(`${SID}-500`)
    expect(sidOf('SYSTEM', joined.texture)).toBe('S-1-5-18')
  })

  it('is the same machine otherwise', () => {
    const [one, other] = [
      serverWith('baseline: sp1'),
      serverWith(`baseline: sp1, domain: {name: contoso.com, sid: ${SID}}`),
    ]
    expect(other.texture).toEqual({
      ...one.texture,
      domain: 'contoso.com',
      domainAuthority: [1004336348, 1177238915, 682003330],
      registeredOrganization: other.texture.registeredOrganization,
      registeredOwner: other.texture.registeredOwner,
    })
  })
})
