/// The program's version, as in CHANGELOG.md.
package let version = "0.1.0"
