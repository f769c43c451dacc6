import { baselineOf } from '../builds.ts'
import type { Setup } from './installation.ts'
import { PREREQUISITES } from './tasks.ts'

/**
 * ExBPA.PreReqs.xml: the rules of the readiness check, by which setup has the Best Practices Analyzer look at a server, and
 * for which roles. Elements as such files have them; short, and its rules are modelled (memory). The real one is signed.
 */

export function prerequisitesXml({ baseline, roles, server, target }: Setup): string {
  const { name, longVersion } = baselineOf(baseline)
  const rules = PREREQUISITES.filter(({ role }) => role === 'all' || roles.includes(role))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<ObjectCollector Name="ExBPA.PreReqs" Description="Prerequisites of ${name}" ConfigVersion="${longVersion}">`,
    '  <Configuration>',
    ...roles.map(role => `    <Substitution Name="Role" Value="${role}" />`),
    `    <Substitution Name="Server" Value="${server}" />`,
    `    <Substitution Name="TargetDir" Value="${target}" />`,
    '  </Configuration>',
    '  <Object Type="Group" Name="Server">',
    ...rules.flatMap(({ rule, role, text }) => [
      `    <Rule Name="${rule}" Group="${role === 'all' ? 'Global' : role}" Error="2" Query="NOT($.${rule})">`,
      `      <Text>${text}</Text>`,
      '    </Rule>',
    ]),
    '  </Object>',
    '</ObjectCollector>',
    '',
  ].join('\r\n')
}
