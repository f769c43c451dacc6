/**
 * Lines that tell the age of the engine, what kind of operation it is, what a product says for itself, or which letters
 * were given after /l. No whole log of engine 3.1 or 4.5 and none of a patch is public, so they part the logs whoever wrote
 * them. They are taken out of both sides alike, each by its form. Versions, dates and names are in no form to begin with.
 */
interface Words {
  readonly says: 'era' | 'operation' | 'product' | 'letters'
  readonly form: RegExp
  readonly why: string
}

export const WORDS: readonly Words[] = [
  { says: 'era', form: /MSI_LUA|LUAPatching|Elevation/, why: 'user account control: Vista and later' },
  { says: 'era', form: /RESTART MANAGER/, why: 'engine 4.0 and later' },
  { says: 'era', form: /SECREPAIR/, why: 'engine 5.0 after 2014' },
  { says: 'era', form: /EEUI|EmbeddedUI/, why: 'embedded interface: engine 4.5 and later' },
  { says: 'era', form: /WIN64DUALFOLDERS|multi-package|Set LastUsed/, why: 'by version of the engine' },
  { says: 'era', form: /Font created|2898|2826|unexpected error/, why: 'fonts of a wizard, by version of Windows' },
  { says: 'era', form: /cached product context|security applied from OpCode/, why: 'engine 5.0' },
  { says: 'era', form: /Compatibility mode property overrides/, why: 'compatibility database: not on 2003' },
  {
    says: 'operation',
    form: /delete (?:the )?file|Re-applying security|Verifying package/,
    why: 'a file is replaced; a package is new',
  },
  { says: 'product', form: /^text$/, why: 'what a custom action of the product prints' },
  { says: 'letters', form: /MSIHANDLE/, why: '/lx: no whole real log was asked for it' },
  {
    says: 'operation',
    form: /^s: <guid> - |Verifying accessibility/,
    why: 'patches in their order; files that are there',
  },
  { says: 'operation', form: /[Pp]atch|PATCH|an update|TRANSFORMS|[Tt]ransform|baseline/, why: 'a patch is applied' },
  {
    says: 'operation',
    form: /Superseded|Original package|Package we/,
    why: 'where a registered package is taken from',
  },
  {
    says: 'operation',
    form: /maintenance|existing product|is (?:admin assigned|managed|not managed)/,
    why: 'a product that is there',
  },
  { says: 'operation', form: /Note: 1402/, why: 'keys that a first installation finds absent' },
  { says: 'operation', form: /elevated privileges|user privileges/, why: 'a product that is there' },
  {
    says: 'operation',
    form: /first-time install|Package(?: to be registered| name)|[Ss]ources?\b|LastUsedSource/,
    why: 'a first installation has a source',
  },
  { says: 'operation', form: /: Executing op: /, why: 'which changes are made' },
  { says: 'operation', form: /: (?:Component|Feature|File|Dir target)$/, why: 'how much the product is of' },
]

export const tells = (form: string): boolean => WORDS.some(words => words.form.test(form))
