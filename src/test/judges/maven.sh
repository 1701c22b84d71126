# shellcheck shell=bash disable=SC2154 # here and root are those of the judge
# Sourced by judges that come from Maven: modules that stand apart from the project.

# class_path MODULE: of NAME.mod, in a file whose name is printed. The project's Maven always builds the project.
class_path() {
  local maven path
  JAVA_HOME=$("$root/mvnw" --java-home)
  export JAVA_HOME
  path=$TULLE_CACHE/judge/$1-$(digest "$here" "$1.mod")
  if [[ ! -s $path ]]; then
    "$root/mvnw" --version >/dev/null
    maven=$(find "$TULLE_CACHE" -maxdepth 3 -path '*/apache-maven-*/bin/mvn' | head -1)
    [[ $maven ]] || maven=mvn
    mkdir -p "${path%/*}"
    quietly "$path.log" "$maven" -B -ntp -f "$here/$1.mod/pom.xml" \
      org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile="$path" ||
      die "Maven could not fetch $1.mod (above; whole log: $path.log): does it reach its repository?"
  fi
  echo "$path"
}
