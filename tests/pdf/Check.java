// Judges PDF files with veraPDF's own classes, by both of its profiles that our documents claim.
//
//     java -cp JAR Check.java FILE...
//
// JAR holds veraPDF's classes and profiles. For each file and profile one line, parts between tabs:
//     file  profile  checks made  "passed" or "failed"
// and below it one for every rule that was broken:
//     file  profile  clause-test  how often  where first  what the rule asks for
// A file that cannot be read as PDF ends the run with veraPDF's exception.

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.flavours.PDFAFlavour.Specification;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public class Check {
    static final String FOLDER = "org/verapdf/pdfa/validation/";
    static final Map<PDFAFlavour, String> PROFILES = new TreeMap<>(
            Map.of(PDFAFlavour.PDFA_3_A, "PDFA-3A.xml", PDFAFlavour.PDFUA_1, "PDFUA-1.xml"));

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        List<ValidationProfile> profiles = new ArrayList<>();
        for (String name : PROFILES.values()) {
            profiles.add(profile(name));
        }
        for (String file : files) {
            for (ValidationProfile profile : profiles) {
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false);
                PDFAFlavour flavour = profile.getPDFAFlavour();
                try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour)) {
                    say(file, profile, validator.validate(parser));
                }
            }
        }
    }

    static void say(String file, ValidationProfile profile, ValidationResult result) {
        String of = file + "\t" + profile.getPDFAFlavour();
        String judged = result.isCompliant() ? "passed" : "failed";
        System.out.println(String.join("\t", of, "" + result.getTotalAssertions(), judged));
        Map<RuleId, String> places = new TreeMap<>(
                (one, other) -> name(one).compareTo(name(other)));
        for (TestAssertion assertion : result.getTestAssertions()) {
            places.putIfAbsent(assertion.getRuleId(), assertion.getLocation().getContext());
        }
        for (Map.Entry<RuleId, String> broken : places.entrySet()) {
            String asked = profile.getRuleByRuleId(broken.getKey()).getDescription();
            System.out.println(String.join("\t", of, name(broken.getKey()),
                    "" + result.getFailedChecks().get(broken.getKey()),
                    plain(broken.getValue()), plain(asked)));
        }
    }

    static String name(RuleId id) {
        return id.getClause() + "-" + id.getTestNumber();
    }

    static String plain(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    // --- profiles -----------------------------------------------------------------------------
    // veraPDF reads its profiles with JAXB, whose half was left out of JAR; the JDK's own XML reader
    // hands the same texts to veraPDF's constructors.

    static ValidationProfile profile(String name) throws Exception {
        Element root;
        try (InputStream file = Check.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).getDocumentElement();
        }
        Element details = children(root, "details").get(0);
        Set<Rule> rules = new HashSet<>(all(root, "rules", "rule", Check::rule));
        Set<Variable> variables = new HashSet<>(all(root, "variables", "variable", Check::variable));
        return Profiles.profileFromValues(
                PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(text(details, "name"), text(details, "description"),
                        details.getAttribute("creator"), null),
                text(root, "hash"), rules, variables);
    }

    static Rule rule(Element rule) {
        Element id = children(rule, "id").get(0);
        Element error = children(rule, "error").get(0);
        ErrorDetails details = Profiles.errorFromValues(
                text(error, "message"), all(error, "arguments", "argument", Check::argument));
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.hasAttribute("tags") ? rule.getAttribute("tags") : null,
                text(rule, "description"), text(rule, "test"), details,
                all(rule, "references", "reference", Check::reference));
    }

    static Reference reference(Element reference) {
        return Profiles.referenceFromValues(
                reference.getAttribute("specification"), reference.getAttribute("clause"));
    }

    static ErrorArgument argument(Element argument) {
        String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
        return ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null);
    }

    static Variable variable(Element variable) {
        return Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                text(variable, "defaultValue"), text(variable, "value"));
    }

    static <T> List<T> all(Element parent, String list, String name, Function<Element, T> read) {
        List<T> found = new ArrayList<>();
        for (Element holder : children(parent, list)) {
            children(holder, name).forEach(child -> found.add(read.apply(child)));
        }
        return found;
    }

    static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element && child.getNodeName().equals(name)) {
                found.add((Element) child);
            }
        }
        return found;
    }

    static String text(Element parent, String name) {
        return children(parent, name).get(0).getTextContent();
    }
}
